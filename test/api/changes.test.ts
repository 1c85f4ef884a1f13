import type { Actor } from '../../domain/cases/record';
import { startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-changes');
});
afterAll(() => rig?.close());

interface Heard {
  id: string;
  data: { caseId: string; seq: number; position: string; events: string[] };
}

/** Listens until `enough` holds, or until the test's time is over. */
async function listen(
  as: Actor,
  begin: () => Promise<unknown>,
  enough: (heard: Heard[]) => boolean,
  lastEventId?: string,
): Promise<Heard[]> {
  const abort = new AbortController();
  const answer = await fetch(`${rig.url}/v1/changes`, {
    headers: {
      authorization: `Bearer ${await rig.token(as)}`,
      ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
    },
    signal: abort.signal,
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const heard: Heard[] = [];
  const timer = setTimeout(() => abort.abort(), 8_000);
  await begin();
  let rest = '';
  try {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const fields = new Map(
          part
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const),
        );
        if (fields.get('event') === 'change')
          heard.push({ id: fields.get('id')!, data: JSON.parse(fields.get('data')!) as Heard['data'] });
      }
      if (enough(heard)) break;
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  }
  clearTimeout(timer);
  abort.abort();
  return heard;
}

describe('GET /v1/changes', () => {
  it('tells each recorded step, without personal data', async () => {
    let id = '';
    const heard = await listen(
      rig.actors.dispatcher,
      async () => {
        id = (await rig.openRepair()).body.caseId;
        await rig.act(id, 'assign', rig.actors.dispatcher, { engineerId: 'engineer' });
      },
      (h) => h.some((c) => c.data.events.includes('assigned')),
    );
    expect(heard.filter((h) => h.data.caseId === id).map((h) => h.data.seq)).toEqual(expect.arrayContaining([1, 2]));
    expect(JSON.stringify(heard)).not.toMatch(/王秀英|1390000|解放碑|录像机/);
  });

  it('resumes after the last event that was heard', async () => {
    const id = (await rig.openRepair()).body.caseId;
    const first = await rig.prisma.step.findUniqueOrThrow({ where: { caseId_seq: { caseId: id, seq: 1 } } });
    await rig.act(id, 'respond', rig.actors.agent);
    const heard = await listen(
      rig.actors.dispatcher,
      async () => undefined,
      (h) => h.some((c) => c.data.caseId === id && c.data.events.includes('responded')),
      first.position.toString(),
    );
    expect(heard.some((h) => h.data.caseId === id && h.data.events.includes('responded'))).toBe(true);
  });

  it('tells engineers of their own cases only', async () => {
    const mine = (await rig.openRepair()).body.caseId;
    const theirs = (await rig.openRepair()).body.caseId;
    const heard = await listen(
      rig.actors.engineer,
      async () => {
        await rig.act(theirs, 'assign', rig.actors.dispatcher, { engineerId: 'otherEngineer' });
        await rig.act(mine, 'assign', rig.actors.dispatcher, { engineerId: 'engineer' });
      },
      (h) => h.some((c) => c.data.caseId === mine && c.data.events.includes('assigned')),
    );
    expect(heard.some((h) => h.data.caseId === mine)).toBe(true);
    expect(heard.filter((h) => h.data.caseId === theirs)).toEqual([]);
  });
});
