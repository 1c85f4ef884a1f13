/** Examples of what is answered: by the main routes, and where something is refused. A test holds each against its schema. */
import { errorTable, type ErrorCode } from '../../domain/errors';
import { caseAnswers } from './answers-cases';
import { masterAnswers } from './answers-master';
import type { AnswerExamples } from './types';

export const answerExamples: AnswerExamples = { ...masterAnswers, ...caseAnswers };

/** What stands in a problem beside its code. */
type Said = { in?: string; field?: string; detail: string; allowed?: unknown };

function problem(code: ErrorCode, ...errors: Said[]): unknown {
  const { status, title } = errorTable[code];
  return {
    type: `urn:sanbao:error:${code}`,
    code,
    status,
    title: title.zh,
    titles: title,
    ...(errors.length > 0 && { detail: errors.map((error) => sentence(error, errors.length > 1)).join('；') }),
    errors,
    requestId: '5b0c1f0e-7d1b-4b62-9a51-0e6a3f5d2c77',
  };
}

const sentence = ({ field, detail }: Said, named: boolean): string =>
  named && field !== undefined ? `${field}：${detail}` : detail;

/** Problems by their status. */
export const problemExamples: Readonly<Record<number, unknown>> = {
  400: problem('malformed', { detail: '不是正确的 JSON 或网址' }),
  401: problem('not_signed_in'),
  403: problem('forbidden', { detail: '角色 engineer 不能进行此操作', allowed: ['agent', 'dispatcher', 'supervisor'] }),
  404: problem('not_found', { detail: '没有案件 R2026-000999' }),
  409: problem('illegal_transition', {
    detail: '案件处于「已受理」，不能诊断',
    allowed: { from: ['on_site', 'in_repair'], actions: ['respond', 'assign', 'note'] },
  }),
  412: problem('stale_version', {
    in: 'header',
    field: 'if-match',
    detail: '记录已被他人修改，请重新读取',
    allowed: '"8"',
  }),
  413: problem('too_large', { detail: '请求正文不得超过 256 KB' }),
  415: problem('unsupported_media', { detail: '只接受 application/json', allowed: ['application/json'] }),
  422: problem(
    'invalid_request',
    { in: 'body', field: 'payload.items.0.quantity', detail: '数值过小：期望 number >0', allowed: { minimum: 0 } },
    { in: 'header', field: 'idempotency-key', detail: '必填', allowed: 'string' },
  ),
  428: problem('version_required', {
    ...{ in: 'header', field: 'if-match', detail: '请以 If-Match 注明所读到的版本' },
    allowed: 'the version that was read, in quotes, or * to overwrite whatever is there',
  }),
  429: problem('too_many_requests'),
  500: problem('internal'),
  503: problem('unavailable', { detail: '数据库暂时不可用，请稍后用相同的幂等键重试' }),
};
