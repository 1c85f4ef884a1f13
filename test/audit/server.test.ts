/** What the server has of a case, where some of it went while it was asked. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { historiesWithPapers, papersOfCases } from '../../audit/server';

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

test('the papers of all cases come with one question, each with its own case; ids that are none are left out', async () => {
  const asked: string[] = [];
  const list = async function* ({ query }: { query: string }): AsyncGenerator<object> {
    asked.push(query);
    for (const workflowId of ['paper-R-1-0a', 'paper-R-1-2-0b', 'paper-R-1-0c', 'strange'])
      yield await Promise.resolve({ workflowId, runId: `run of ${workflowId}`, type: 'latePaper' });
  };
  const getHandle = (id: string): object => ({
    describe: () => Promise.reject(new WorkflowNotFoundError('gone', id, undefined)),
    fetchHistory: () => Promise.resolve({ events: [] }),
  });
  const client = { workflow: { list, getHandle } } as unknown as Parameters<typeof historiesWithPapers>[0];
  const papers = await papersOfCases(client);
  const runs = async (caseId: string): Promise<string[]> =>
    (await historiesWithPapers(client, caseId, papers)).map(({ runId }) => runId);
  expect(await runs('R-1')).toEqual(['run of paper-R-1-0a', 'run of paper-R-1-0c']);
  expect(await runs('R-1-2')).toEqual(['run of paper-R-1-2-0b']);
  expect(await runs('R-2')).toEqual([]);
  expect(asked).toEqual(["WorkflowType = 'latePaper'"]);
});
