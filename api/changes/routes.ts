import { z } from 'zod';
import { route, type Route } from '../route';
import { change, type ChangeHub } from './hub';

const position = z.string().regex(/^\d{1,18}$/);

export function changeRoutes(hub: ChangeHub): Route[] {
  return [
    route({
      key: 'GET /v1/changes',
      tag: 'changes',
      summary:
        'Server-sent events of recorded steps, resumed by Last-Event-ID; a change may come twice, none is missed',
      query: z.strictObject({ lastEventId: position.optional().describe('for clients that cannot send the header') }),
      headers: z.object({ 'last-event-id': position.optional() }),
      answers: { 200: change },
      produces: 'text/event-stream',
      handle: async ({ req, res, headers, query }, actor) => {
        await hub.open(req, res, actor, headers['last-event-id'] ?? query.lastEventId);
        return { status: 200 };
      },
    }),
  ];
}
