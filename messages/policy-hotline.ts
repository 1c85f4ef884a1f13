/** The number that a published policy gives its customers. */

/**
 * The number that stands in a published body under `intake.hotline`; undefined where the policy names none, and the
 * company's own number serves.
 */
export function hotlineOf(body: unknown): string | undefined {
  const { intake } = (body ?? {}) as { intake?: { hotline?: { phone?: unknown } } };
  const phone = intake?.hotline?.phone;
  return typeof phone === 'string' ? phone : undefined;
}
