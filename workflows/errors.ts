/** Every error thrown in workflow code comes from the one table, as an `ApplicationFailure`: anything else wedges a case. */
import { ApplicationFailure } from '@temporalio/workflow';
import { Refusal } from '../domain/errors';

/** The failure that callers see: `type` is the stable code, `details[0]` the problem. A bug becomes `internal`. */
export function asFailure(err: unknown): ApplicationFailure {
  if (err instanceof ApplicationFailure) return err;
  if (err instanceof Refusal) {
    return ApplicationFailure.create({
      message: err.message,
      type: err.code,
      nonRetryable: true,
      details: [err.problem],
    });
  }
  const message = err instanceof Error ? err.message : String(err);
  return ApplicationFailure.create({
    message,
    type: 'internal',
    nonRetryable: true,
    details: [{ detail: { zh: '系统内部错误,操作未执行', en: 'An internal error: nothing was done' } }],
  });
}

/** The innermost reason of a failed effect in a few words, without addresses. */
export function reasonOf(err: unknown): string {
  let inner: unknown = err;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  if (!(inner instanceof Error)) return 'unknown';
  return 'type' in inner && typeof inner.type === 'string' ? inner.type : inner.name;
}
