/** The API as a process serves it, over real HTTP, in front of the whole back of the house. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { accessTokens, systemRoles } from '../../api/auth/tokens';
import { apiConfig, type ApiConfig } from '../../api/config';
import type { ApiDeps } from '../../api/deps';
import { startApi, type RunningApi } from '../../api/server';
import type { Actor, SystemRole } from '../../domain/cases/record';
import { shippedPolicies } from '../rig/shipped-policies';
import { startRig, type Rig } from '../rig/time-skipping';
import { listStarted } from '../rig/listing';

/** The fields of answers that tests read; which of them an answer has is for the test to know. */
export interface ReplyBody {
  code: string;
  detail: string;
  title: string;
  titles: object;
  errors: { in?: string; field?: string; detail: string; allowed?: unknown }[];
  id: string;
  caseId: string;
  seq: number;
  version: number;
  wishes: string | null;
  state: string;
  case: { seq: number };
  rows: { id: string }[];
  next: string | null;
  steps: { cause: { name: string } }[];
  clocks: { dueAt: string | null; derivation: string[] }[];
  actions: { name: string; payload: object }[];
  alarms: object[];
  escalations: object[];
  policies: { id: string; hotline?: string }[];
  cases: { repair: { milestones: object[] } };
  email: string | null;
  accessToken: string;
  refreshToken: string;
  openapi: string;
  paths: Record<
    string,
    Record<string, { operationId: string; parameters?: { in: string; name: string }[]; responses: object }>
  >;
  components: { schemas: object };
}

export interface Reply {
  status: number;
  headers: Headers;
  body: ReplyBody;
  /** The body as it came. */
  text: string;
}

export interface CallOptions {
  as?: Actor | string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, instead of JSON. */
  raw?: string;
}

export interface ApiRig extends Rig {
  url: string;
  deps: ApiDeps;
  actors: Record<SystemRole, Actor>;
  /** The log lines written so far. */
  logged: string[];
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  token(actor: Actor): Promise<string>;
  /** A case that a test opened by itself: its history is replayed at the end too. */
  opened(caseId: string): void;
  /** Opens a repair through the API. */
  openRepair(more?: Record<string, unknown>, key?: string): Promise<Reply>;
  act(
    caseId: string,
    action: string,
    as: Actor,
    payload?: unknown,
    more?: { key?: string; headers?: Record<string, string>; body?: object },
  ): Promise<Reply>;
  close(): Promise<void>;
}

export const secret = 'a-secret-for-tests-of-at-least-32-characters';

/** A request that the shipped quick-repair policy accepts. */
export const repairRequest = {
  policy: 'security-projects-chongqing',
  customerId: 'customer',
  siteId: 'site',
  assetId: 'asset',
  source: 'hotline',
  channel: 'on_site',
  fault: '录像机不录像了',
};

export async function startApiRig(
  name: string,
  change: { env?: Record<string, string>; deps?: Partial<ApiDeps> } = {},
): Promise<ApiRig> {
  const rig = await startRig(name);
  listStarted(rig.env.client);
  const [row] = await rig.prisma.$queryRaw<{ name: string }[]>`select current_database() as name`;
  const databaseUrl = new URL(process.env.SANBAO_TEST_DATABASE!);
  databaseUrl.pathname = `/${row!.name}`;
  const config: ApiConfig = apiConfig({
    PORT: '0',
    DATABASE_URL: databaseUrl.href,
    TEMPORAL_TASK_QUEUE: `queue-${name}`,
    AUTH_SECRET: secret,
    PUBLIC_URL: 'http://dept.example',
    RATE_LIMIT_PER_MINUTE: '100000',
    ...change.env,
  });
  await rig.prisma.person.create({
    data: { id: 'administrator', name: 'administrator', role: 'administrator', email: 'admin@dept.example' },
  });
  const p = rig.people;
  const actors: Record<SystemRole, Actor> = {
    agent: p.agent,
    dispatcher: p.dispatcher,
    engineer: p.engineer,
    warehouse: p.warehouse,
    supervisor: p.supervisor,
    approver: p.manager,
    auditor: p.auditor,
    administrator: { id: 'administrator', role: 'administrator', duties: [] },
  };
  const logged: string[] = [];
  const deps: ApiDeps = {
    config,
    prisma: rig.prisma,
    documents: rig.documents,
    temporal: rig.env.client,
    policies: shippedPolicies(),
    clock: () => Date.now(),
    log: pino({ level: 'info' }, { write: (line) => void logged.push(line) }),
    checkAnswers: true,
    ...change.deps,
  };
  const api: RunningApi = await startApi(deps).catch(async (error: unknown) => {
    // Without this a failed start would leave servers running, and the test run would not end.
    await rig.cases.open({ policy: 'demo-quick-repair' }).then(() => rig.close());
    throw error;
  });
  const tokens = accessTokens({ issuer: config.publicUrl, secret: config.authSecret });
  const token = (actor: Actor): Promise<string> => tokens.sign(actor, deps.clock());
  const opened = new Set<string>();
  const noteOpened = (caseId: string): void => {
    if (!opened.has(caseId)) rig.cases.alsoStarted(caseId);
    opened.add(caseId);
  };
  const call = async (method: string, path: string, { as, body, headers, raw }: CallOptions = {}): Promise<Reply> => {
    const bearer = typeof as === 'string' ? as : as && (await token(as));
    const answer = await fetch(`${api.url}${path}`, {
      method,
      headers: {
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...(body !== undefined || raw !== undefined ? { 'content-type': 'application/json' } : {}),
        // What is asked of a case names its key in the test itself.
        ...(method === 'POST' && !path.startsWith('/v1/cases') && { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      headers: answer.headers,
      body: (isJson ? JSON.parse(text) : {}) as ReplyBody,
      text,
    };
  };
  return {
    ...rig,
    url: api.url,
    deps,
    actors,
    logged,
    token,
    call,
    opened: noteOpened,
    openRepair: async (more = {}, key = randomUUID()) => {
      const reply = await call('POST', '/v1/cases/repair', {
        as: actors.dispatcher,
        body: { ...repairRequest, ...more },
        headers: { 'idempotency-key': key },
      });
      if (reply.status === 201) noteOpened(reply.body.caseId);
      return reply;
    },
    act: (caseId, action, as, payload = {}, { key = randomUUID(), headers, body } = {}) =>
      call('POST', `/v1/cases/${caseId}/actions/${action}`, {
        as,
        body: { payload, ...body },
        headers: { 'idempotency-key': key, ...headers },
      }),
    close: async () => {
      await api.close();
      // A rig refuses to end with nothing to replay, so a file that opened no case opens one now.
      if (opened.size === 0) await rig.cases.open({ policy: 'demo-quick-repair' });
      await rig.close();
    },
  };
}

export const everyRole = systemRoles;
