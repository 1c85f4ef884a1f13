/** The dry run of a policy: what would it decide for these facts, and why? Nothing is opened and nothing is kept. */
import { z } from 'zod';
import { BadGiven, type Decision } from '../../domain/decision/decide';
import { questions } from '../../domain/decision/program';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import { route, type Route } from '../route';

const reason = z
  .object({
    rule: z.string(),
    outcome: z.enum(['decided', 'held', 'failed', 'unknown', 'pending']),
    clauses: z.array(z.string()),
    text: z.object({ zh: z.string(), en: z.string() }).optional(),
  })
  .meta({ id: 'Reason' });

const decision = z
  .object({
    answer: z.record(z.string(), z.unknown()).describe('amounts in yuan, instants with the offset of the policy'),
    reasons: z.array(reason).describe('conditions that held, failed or are unknown, and the rules that decided'),
    used: z.array(z.string()).describe('facts that were looked at'),
    assumed: z.array(z.string()).describe('facts that count as absent because nobody said otherwise'),
    missing: z.array(z.string()).describe('facts that could still settle the answer'),
  })
  .meta({ id: 'Decision' });

/** The route that puts a question to a policy. */
export function decideRoute(deps: ApiDeps): Route {
  return route({
    key: 'POST /v1/policies/:id/decide',
    tag: 'policies',
    summary: 'What a policy would decide for these facts, with its reasons; nothing is kept',
    params: z.strictObject({ id: z.string().min(1).max(64) }),
    body: z.strictObject({ question: z.enum(questions), given: z.record(z.string().max(64), z.unknown()) }),
    answers: { 200: decision },
    handle: ({ params, body }) => {
      let found: Decision | undefined;
      try {
        found = deps.policies.decide(params.id, body.question, body.given);
      } catch (error) {
        if (error instanceof BadGiven)
          throw new ApiError('invalid_request', error.asProblems, undefined, { cause: error });
        throw error;
      }
      if (!found) {
        throw refuse('not_found', `没有政策 ${params.id}`, `There is no policy ${params.id}`, {
          allowed: deps.policies.decidable(),
        });
      }
      return { status: 200, body: decision.parse(found) };
    },
  });
}
