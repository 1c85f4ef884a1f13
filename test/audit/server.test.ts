/** What the server has of a case, where some of it went while it was asked. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { historiesWithPapers } from '../../audit/server';

test('a paper that is listed and gone, and a case that is gone, keep no other paper away', async () => {
  const gone = (id: string): Promise<never> => Promise.reject(new WorkflowNotFoundError('gone', id, undefined));
  const list = async function* (): AsyncGenerator<object> {
    for (const runId of ['first', 'second'])
      yield await Promise.resolve({ workflowId: `paper-R-1-${runId}`, runId, type: 'latePaper' });
  };
  const getHandle = (id: string): object => ({
    describe: () => gone(id),
    fetchHistory: () => (id.endsWith('first') ? gone(id) : Promise.resolve({ events: [] })),
  });
  const client = { workflow: { list, getHandle } } as unknown as Parameters<typeof historiesWithPapers>[0];
  expect((await historiesWithPapers(client, 'R-1')).map(({ runId }) => runId)).toEqual(['second']);
});
