/**
 * The one table of refusals. Validators, the API and the documentation use it; `code` never changes its meaning.
 * Workflow code throws them as `ApplicationFailure` with `type` = code (see `workflows/errors.ts`); the API answers them
 * as RFC 9457 problems.
 */
export const errorTable = {
  invalid_request: { status: 422, title: { zh: '请求内容不正确', en: 'The request is not valid' } },
  malformed: { status: 400, title: { zh: '无法解析请求', en: 'The request cannot be read' } },
  too_large: { status: 413, title: { zh: '请求过大', en: 'The request is too large' } },
  unsupported_media: { status: 415, title: { zh: '不支持的内容类型', en: 'The content type is not supported' } },
  not_signed_in: { status: 401, title: { zh: '尚未登录', en: 'Not signed in' } },
  forbidden: { status: 403, title: { zh: '没有此权限', en: 'Not allowed for this role' } },
  not_found: { status: 404, title: { zh: '不存在', en: 'Not found' } },
  method_not_allowed: { status: 405, title: { zh: '此地址不支持该方法', en: 'The method is not possible here' } },
  illegal_transition: {
    status: 409,
    title: { zh: '当前状态不允许此操作', en: 'The action is not possible in this state' },
  },
  case_closed: { status: 409, title: { zh: '案件已结束', en: 'The case has ended' } },
  stale_version: { status: 412, title: { zh: '已被他人更新', en: 'It has changed since it was read' } },
  version_required: {
    status: 428,
    title: { zh: '须注明所依据的版本', en: 'The version that the change is based on has to be named' },
  },
  already_done: { status: 409, title: { zh: '已经完成', en: 'This was done already' } },
  requirement_missing: { status: 409, title: { zh: '缺少前置条件', en: 'Something required before this is missing' } },
  parts_cap: { status: 409, title: { zh: '等件已达上限', en: 'Waiting for parts has reached its cap' } },
  key_reused: {
    status: 422,
    title: { zh: '幂等键已用于其他请求', en: 'The idempotency key was used for another request' },
  },
  time_refused: { status: 422, title: { zh: '时间不被接受', en: 'The time is not accepted' } },
  too_many_requests: { status: 429, title: { zh: '请求过于频繁', en: 'Too many requests' } },
  unavailable: { status: 503, title: { zh: '服务暂不可用', en: 'Temporarily unavailable' } },
  internal: { status: 500, title: { zh: '内部错误', en: 'Internal error' } },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** What a refusal names by code: whoever shows it knows the titles. */
export interface Named {
  /**
   * `role`: policy roles, titled by the policies that the case pins; `requirement`: what such a policy wants first (a mark,
   * a fact, an item to be ticked); `status`: a status of the case.
   */
  what: 'role' | 'requirement' | 'status';
  /** In the order in which they are named. */
  codes: readonly string[];
  /** The sentences around them, with `{named}` where they stand. */
  around: { zh: string; en: string };
}

/**
 * Where something stands that is refused: in which part of the request, in the `file` that it brings, or in the `record`
 * that it is about, such as a telephone number that a customer's record lacks.
 */
export const problemPlaces = ['body', 'query', 'path', 'header', 'file', 'record'] as const;
export type ProblemPlace = (typeof problemPlaces)[number];

/** What is wrong with which field, and what is allowed. */
export interface Problem {
  /** The business leaves it out: it names fields of its payload, and the API knows where that was sent. */
  in?: ProblemPlace;
  /** The path to it, its steps joined by dots. */
  field?: string;
  /** Where it names something by code, the sentences of `named` with these codes. */
  detail: { zh: string; en: string };
  named?: Named;
  allowed?: unknown;
}

/**
 * The sentences with what they name, in quotes.
 * @param titleOf of a code; the code itself stands where it has none
 */
export function sayNamed(
  { what, codes, around }: Named,
  titleOf: (code: string) => Problem['detail'] | undefined = () => undefined,
): Problem['detail'] {
  const between = what === 'requirement' ? { zh: '、', en: ', ' } : { zh: ' → ', en: ' → ' };
  const quoted = (language: 'zh' | 'en', [open, close]: readonly [string, string]): string =>
    codes.map((code) => `${open}${titleOf(code)?.[language] ?? code}${close}`).join(between[language]);
  return {
    zh: around.zh.replace('{named}', () => quoted('zh', ['「', '」'])),
    en: around.en.replace('{named}', () => quoted('en', ['"', '"'])),
  };
}

/** What a problem says about policy roles: its sentences, and the roles that they name. */
export function namingRoles(
  codes: readonly string[],
  around: Named['around'],
): Required<Pick<Problem, 'detail' | 'named'>> {
  const named: Named = { what: 'role', codes, around };
  return { detail: sayNamed(named), named };
}

/** A refusal by the business: thrown by `domain`, turned into an `ApplicationFailure` or a problem at the edge. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly problem: Problem,
  ) {
    super(problem.detail.en);
    this.name = 'Refusal';
  }
}
