/**
 * How a case kind is described: a table of actions in the order of the work. The table gives the workflow its handlers
 * and validators, the API its routes, documentation and list of allowed actions, and the reader the procedure.
 */
import type { z } from 'zod';
import type { Instant } from '../time/instant';
import type { CasePolicy } from '../policy/case-policy';
import type { CaseKind } from '../policy/rule';
import type { Actor, SystemRole } from './record';
import type { CaseState } from './state';
import type { Work } from './work';
import { Refusal, sayNamed } from '../errors';
import { withDefaults } from './payload';
import { checkRequirements } from './requirements';

export interface ActionDef<S extends CaseState = CaseState, P = unknown> {
  name: string;
  title: { zh: string; en: string };
  /** The statuses from which it is possible; `open` stands for every status of a case that has not ended. */
  from: readonly string[] | 'open' | 'any';
  roles: readonly SystemRole[];
  /** The payload as the API takes it; free texts arrive in the workflow as references (`{id, sha256}`). */
  payload: z.ZodType<P>;
  /** Taken only because another case says so: people are neither offered it nor may send it. */
  told?: true;
  clauses?: readonly string[];
  /** Refuses (throws `Refusal`) where the state of the case does not allow it; changes nothing. */
  guard?(state: S, actor: Actor, payload: P, policy: CasePolicy, at: Instant): void;
  /** Whether it does what a policy asks things before; always, where absent. Work that stays unfinished owes nothing yet. */
  completes?(payload: P): boolean;
  /** Offered only where this holds, beyond `from` and `roles`; the guard decides in the end. */
  offered?(state: S, actor: Actor): boolean;
  apply(work: Work<S>, payload: P): void;
}

/** An action as tables hold it: its payload is checked against its own schema before it gets there. */
export type AnyAction = ActionDef;

export interface KindDef {
  kind: CaseKind;
  statuses: readonly string[];
  /** Statuses in which the case has ended for good. */
  ended: readonly string[];
  actions: readonly AnyAction[];
}

/** Defines the entries of a kind's table; exists so that the payload's type reaches `guard` and `apply`. */
export function actionsOf<S extends CaseState>() {
  return <P>(def: ActionDef<S, P>): AnyAction => def;
}

type Guard<S extends CaseState, P> = NonNullable<ActionDef<S, P>['guard']>;

/** Two guards, one after the other. */
export function both<S extends CaseState, P>(first: Guard<S, P>, second: Guard<S, P>): Guard<S, P> {
  return (state, actor, payload, policy, at) => {
    first(state, actor, payload, policy, at);
    second(state, actor, payload, policy, at);
  };
}

/** The action of that name, or a refusal naming those that exist. */
export function findAction(kind: KindDef, name: string): AnyAction {
  const found = kind.actions.find((a) => a.name === name);
  if (!found) {
    throw new Refusal('not_found', {
      field: 'action',
      detail: { zh: `没有名为 ${name} 的操作`, en: `There is no action named ${name}` },
      allowed: kind.actions.map((a) => a.name),
    });
  }
  return found;
}

/** The payload with its defaults, or a refusal that names every field that is wrong. */
export function parsePayload(def: AnyAction, payload: unknown): unknown {
  const parsed = def.payload.safeParse(payload);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw new Refusal('invalid_request', {
    field: parsed.error.issues[0]?.path.join('.'),
    detail: { zh: `请求内容不正确:${fields.join('; ')}`, en: `The request is not valid: ${fields.join('; ')}` },
  });
}

/**
 * The payload of an action that was accepted: with its defaults, and judged no more. What a case once took it takes again on
 * every replay, whatever the schemas of later versions refuse.
 */
export function acceptedPayload(def: AnyAction, payload: unknown): unknown {
  return withDefaults(def.payload, payload);
}

/** Refuses an action that this role may not do. */
export function checkRole(def: AnyAction, { role }: Actor): void {
  if (def.roles.includes(role)) return;
  throw new Refusal('forbidden', {
    detail: { zh: `操作「${def.title.zh}」不属于此角色`, en: `The role ${role} may not ${def.name}` },
    allowed: def.roles,
  });
}

function fromHolds(kind: KindDef, def: AnyAction, status: string): boolean {
  if (def.from === 'any') return true;
  if (def.from === 'open') return !kind.ended.includes(status) && status !== 'closed';
  return def.from.includes(status);
}

/** Refuses an action that the state does not allow this actor at this instant. */
export function checkAction(
  kind: KindDef,
  def: AnyAction,
  state: CaseState,
  actor: Actor,
  payload: unknown,
  policy: CasePolicy,
  at: Instant,
): void {
  if (!fromHolds(kind, def, state.status)) {
    const code = kind.ended.includes(state.status) || state.status === 'closed' ? 'case_closed' : 'illegal_transition';
    const around = {
      zh: `案件处于{named}，不能${def.title.zh}`,
      en: `The case is ${state.status}: ${def.name} is not possible`,
    };
    const named = { what: 'status', codes: [state.status], around } as const;
    throw new Refusal(code, {
      detail: sayNamed(named),
      named,
      allowed: { from: def.from, actions: allowedActions(kind, state, actor).map((a) => a.name) },
    });
  }
  if (def.completes?.(payload) ?? true) checkRequirements(policy, def.name, state, payload, at);
  def.guard?.(state, actor, payload, policy, at);
}

/** The actions that this actor may try now, in the order of the work; none in a case that has ended for good. */
export function allowedActions(kind: KindDef, state: CaseState, actor: Actor): readonly AnyAction[] {
  if (kind.ended.includes(state.status)) return [];
  return kind.actions.filter(
    (a) =>
      !a.told &&
      a.roles.includes(actor.role) &&
      fromHolds(kind, a, state.status) &&
      (a.offered?.(state, actor) ?? true),
  );
}
