export default async function globalTeardown(): Promise<void> {
  await (globalThis as { sanbaoTestStop?: () => Promise<void> }).sanbaoTestStop?.();
}
