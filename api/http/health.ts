import type { Express } from 'express';
import type { ApiDeps } from '../deps';

/** A probe that takes longer is an answer by itself; ms. */
const PROBE_MS = 2_000;

/** /healthz: the process serves. /readyz: it reaches the database and Temporal too. */
export function health(app: Express, deps: Pick<ApiDeps, 'prisma' | 'temporal'>): void {
  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  app.get('/readyz', async (_req, res) => {
    const [database, temporal] = await Promise.all([
      answers(() => deps.prisma.$queryRaw`select 1`),
      answers(() =>
        deps.temporal.withDeadline(Date.now() + PROBE_MS, () => deps.temporal.workflowService.getSystemInfo({})),
      ),
    ]);
    res
      .status(database && temporal ? 200 : 503)
      .json({ status: database && temporal ? 'ok' : 'unavailable', database, temporal });
  });
}

async function answers(probe: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), PROBE_MS);
  });
  const tried = probe().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([tried, late]);
  } finally {
    clearTimeout(timer);
  }
}
