/**
 * Every failure leaves here as an RFC 9457 problem from the one error table. `Refusal`s of the domain, failures of
 * Updates, parser errors and database errors are normalised at this one edge.
 */
import { ApplicationFailure, ServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { z } from 'zod';
import type { Language } from '../../domain/calendar/describe';
import { errorTable, problemPlaces, Refusal, sayNamed, type ErrorCode, type Problem } from '../../domain/errors';
import { STATUSES } from '../../messages/case-words';

/** A refusal by the API; `retryAfter` in seconds. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly problems: readonly Problem[] = [],
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(problems[0]?.detail.en ?? errorTable[code].title.en, options);
    this.name = 'ApiError';
  }
}

/** Refuses with one sentence in both languages. */
export function refuse(code: ErrorCode, zh: string, en: string, more: Omit<Problem, 'detail'> = {}): ApiError {
  return new ApiError(code, [{ ...more, detail: { zh, en } }]);
}

/** The body of a problem answer. */
export const problemBody = z
  .object({
    type: z.string().describe('urn:sanbao:error:<code>'),
    code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
    status: z.int(),
    title: z.string().describe('in the language of the caller'),
    titles: z.object({ zh: z.string(), en: z.string() }),
    detail: z.string().optional(),
    errors: z
      .array(
        z.object({
          in: z
            .enum(problemPlaces)
            .optional()
            .describe('where the field stands: a part of the request, its file, or the record that it is about'),
          field: z.string().optional().describe('path to it as it was sent, such as `payload.items.0.quantity`'),
          detail: z.string(),
          allowed: z.unknown().optional(),
        }),
      )
      .optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type ProblemBody = z.infer<typeof problemBody>;

/** Puts an error into the words of the answer. */
export function toBody(error: ApiError, language: Language, requestId?: string): ProblemBody {
  const { status, title } = errorTable[error.code];
  return {
    type: `urn:sanbao:error:${error.code}`,
    code: error.code,
    status,
    title: title[language],
    titles: { ...title },
    detail: summary(error.problems, language),
    errors: error.problems.map((p) => ({ in: p.in, field: p.field, detail: p.detail[language], allowed: p.allowed })),
    requestId,
  };
}

/** All that is wrong in one sentence; of several problems each with its field, for one sentence may fit many. */
function summary(problems: readonly Problem[], language: Language): string | undefined {
  const [between, colon] = language === 'zh' ? ['；', '：'] : ['; ', ': '];
  const said = problems.map(({ field, detail }) =>
    problems.length > 1 && field !== undefined ? `${field}${colon}${detail[language]}` : detail[language],
  );
  return said.join(between) || undefined;
}

/** Any error as an `ApiError`; what is not known is `internal`, its cause kept for the log. */
export function normalise(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof Refusal) return new ApiError(error.code, [error.problem]);
  if (error instanceof WorkflowUpdateFailedError) return fromFailure(error.cause, error);
  if (error instanceof ApplicationFailure) return fromFailure(error, error);
  if (error instanceof WorkflowNotFoundError) return refuse('not_found', '没有这个案件', 'There is no such case');
  if (error instanceof ServiceError) return new ApiError('unavailable', [], 5, { cause: error });
  const parser = fromParser(error);
  if (parser) return parser;
  if (isDatabaseDown(error)) return new ApiError('unavailable', [databaseDown], 5, { cause: error });
  return new ApiError('internal', [], undefined, { cause: error });
}

function fromFailure(failure: unknown, cause: unknown): ApiError {
  if (failure instanceof ApplicationFailure && failure.type && failure.type in errorTable) {
    const problem = failure.details?.[0] as Problem | undefined;
    return new ApiError(failure.type as ErrorCode, problem?.detail ? [inWords(problem)] : []);
  }
  return new ApiError('internal', [], undefined, { cause });
}

/** The case names its status by code; people read it as pages show it. Programs read the code in what is English. */
function inWords(problem: Problem): Problem {
  if (problem.named?.what !== 'status') return problem;
  const { zh } = sayNamed(problem.named, (code) =>
    Object.hasOwn(STATUSES, code) ? STATUSES[code as keyof typeof STATUSES] : undefined,
  );
  return { ...problem, detail: { ...problem.detail, zh } };
}

/** The errors that body-parser and express throw, by their `type` or status. */
function fromParser(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  if (error.status === 413) return refuse('too_large', '请求正文不得超过 256 KB', 'The body may have at most 256 KB');
  if (error.status === 415)
    return refuse(
      'unsupported_media',
      '只接受 UTF-8 编码的 application/json',
      'Only application/json in UTF-8 is taken',
    );
  if (error.status === 400) return refuse('malformed', '不是正确的 JSON 或网址', 'Not well-formed JSON or URL');
  return undefined;
}

const databaseDown: Problem = {
  detail: {
    zh: '数据库暂时不可用，请稍后用相同的幂等键重试',
    en: 'The database is not available; retry later with the same idempotency key',
  },
};

/** Codes of Prisma, the driver and the operating system that mean: no database now. */
const downCodes = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** Whether the error says that the database cannot be reached now, so that a later try may succeed. */
export function isDatabaseDown(error: unknown): boolean {
  for (let e = error; typeof e === 'object' && e !== null; e = reasonOf(e)) {
    const { code, errorCode, originalCode, message } = e as Readonly<Record<string, unknown>>;
    if ([code, errorCode, originalCode].some((one) => typeof one === 'string' && downCodes.has(one))) return true;
    if (
      typeof message === 'string' &&
      /DatabaseNotReachable|ConnectionClosed|SocketTimeout|Connection terminated|connection timeout/i.test(message)
    )
      return true;
  }
  return false;
}

/** What lies behind an error: its cause, or what the driver told Prisma, which keeps that beside its own words. */
function reasonOf(error: object): unknown {
  const { cause, meta } = error as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
  return cause ?? meta?.driverAdapterError;
}
