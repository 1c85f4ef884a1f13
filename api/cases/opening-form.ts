/** The form with which a case of a kind is opened under a policy: the request's schema, its fields in words. */
import { z } from 'zod';
import { caseKinds, entryOf } from '../../domain/cases/kinds';
import type { CaseKind } from '../../domain/policy/rule';
import type { Policy } from '../../domain/policy/schema';
import { valueWords } from '../../messages/field-words';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { mayCall, type RouteKey } from '../roles';
import { route, type Route } from '../route';
import type { SystemRole } from '../../domain/cases/record';
import { openingRequest } from './open';
import { fieldView, wordedFields } from './titles/action-fields';
import { choice, type Choice, type Place } from './titles/choices';
import { words } from './titles/event-lines';
import { candidates, type Candidates } from './titles/names';

/** The kinds of case that a role may open. */
export function mayOpen(role: SystemRole): CaseKind[] {
  return caseKinds
    .map(({ opening }) => opening.kind)
    .filter((kind) => mayCall(`POST /v1/cases/${kind}` as RouteKey, role));
}

const formView = z
  .object({
    title: words,
    payload: z.record(z.string(), z.unknown()).describe('JSON Schema of the request'),
    fields: z.record(z.string(), fieldView),
    asksFor: z.array(words).describe('what the policy wants to know before it opens a case'),
  })
  .meta({ id: 'OpeningForm' });

export function openingFormRoute(deps: ApiDeps): Route {
  return route({
    key: 'GET /v1/policies/:id/openings/:kind',
    tag: 'cases',
    summary: 'The form with which a case of a kind is opened under a policy',
    params: z.strictObject({
      id: z.string().min(1).max(64),
      kind: z.enum(caseKinds.map(({ opening }) => opening.kind) as [CaseKind, ...CaseKind[]]),
    }),
    answers: { 200: formView },
    handle: async ({ params: { id, kind } }, actor) => {
      const policy = deps.policies.source().get(id);
      const serving = deps.policies.list(kind).map((p) => p.id);
      if (!policy || !serving.includes(id))
        throw refuse('not_found', `制度 ${id} 不受理此类案件`, `The policy ${id} serves no cases of this kind`, {
          allowed: serving,
        });
      const { opening } = entryOf(kind);
      const people = await candidates(deps.prisma, actor);
      const payload = z.toJSONSchema(openingRequest(opening), { io: 'input', unrepresentable: 'any' });
      // A complaint is taken whatever is known; its form is completed later.
      const required = kind === 'complaint' ? [] : (policy.intake?.required ?? []);
      // A job is about no fault.
      const asked = required
        .filter(({ before, field }) => before === 'open' && !(kind === 'job' && field === 'fault'))
        .map((r) => r.field);
      return {
        status: 200,
        body: {
          title: opening.title,
          payload,
          fields: wordedFields(payload, 'open', (place) => choicesOf(place, kind, policy, people)),
          asksFor: asked.map((field) => choice(field, valueWords(field, 'known')).title),
        },
      };
    },
  });
}

/** What the policy knows under the field's name; undefined where anything may be written. */
function choicesOf({ field }: Place, kind: CaseKind, policy: Policy, people: Candidates): Choice[] | undefined {
  const titled = (rows: readonly { id: string; title: Choice['title'] }[]) =>
    rows.length === 0 ? undefined : rows.map(({ id, title }) => choice(id, title));
  const worded = (rows: readonly { id: string }[]) =>
    rows.length === 0 ? undefined : rows.map(({ id }) => choice(id, valueWords(id, field)));
  const { complaints } = policy;
  switch (field) {
    case 'source':
      return worded((kind === 'complaint' ? complaints?.sources : policy.intake?.sources) ?? []);
    case 'channel':
      return worded((kind === 'complaint' ? complaints?.channels : policy.channels) ?? []);
    case 'level':
      return titled(policy.levels);
    case 'region':
      return titled(policy.regions);
    case 'product':
      return titled(policy.products);
    case 'work':
      return kind === 'job' ? titled(policy.jobs?.works ?? []) : undefined;
    case 'addressedTo':
      return titled(complaints?.levels ?? []);
    case 'concernedIds':
      return people.staff.map(({ id, name }) => choice(id, { zh: name, en: name }));
    default:
      return undefined;
  }
}
