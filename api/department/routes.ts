/** The forms of the department's pages: what the caller may do there, each with its schema and its words. */
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { mayCall } from '../roles';
import { route, type Route } from '../route';
import { formOf, formView } from './forms';
import { departmentPages, pagesFor } from './pages';
import { plansOf } from './plans';
import { refuse } from '../http/problem';

/** @param described the routes whose requests the forms fill in */
export function departmentFormRoutes(deps: ApiDeps, described: () => readonly Route[]): Route[] {
  return [
    route({
      key: 'GET /v1/forms/:page',
      tag: 'forms',
      summary: 'What the caller may do on a page of the department: each request with its schema and its words',
      params: z.strictObject({ page: z.enum(departmentPages) }),
      query: z.strictObject({ id: z.string().min(1).max(64).optional().describe('of the partner whose file it is') }),
      answers: { 200: z.object({ forms: z.array(formView) }) },
      handle: async ({ params: { page }, query: { id } }, actor) => {
        if (!pagesFor(actor.role).includes(page))
          throw refuse('forbidden', '您的角色不查看此页', 'Your role does not read this page');
        const plans = await plansOf[page]({ deps, actor, id });
        const mine = plans.filter(({ key }) => mayCall(key, actor.role));
        const forms = mine.map((plan) =>
          formOf(
            plan,
            described().find(({ key }) => key === plan.key)!,
          ),
        );
        return { status: 200, body: { forms } };
      },
    }),
  ];
}
