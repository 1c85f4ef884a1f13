/**
 * The API's settings, read from the environment in this one place. A wrong or missing setting stops the start with
 * every problem named. The `TEMPORAL_*` connection settings are the SDK's own and are read by its envconfig.
 */
import { z } from 'zod';

const flag = z.stringbool();
const systemRole = z.enum([
  'agent',
  'dispatcher',
  'engineer',
  'warehouse',
  'supervisor',
  'approver',
  'auditor',
  'administrator',
]);

const roleMap = z
  .string()
  .transform((text, ctx): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not JSON; write for example {"svc-dispatch":"dispatcher"}' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), systemRole));

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('sanbao'),
  /** Where people reach the API: the issuer of its tokens, and whether cookies may ask for HTTPS. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
  /** Signs access tokens and sessions: at least 32 characters, the same for every API process. */
  AUTH_SECRET: z.string().min(32),
  /** Whether accounts of our own may sign in; turn it off where an identity provider does it. */
  AUTH_LOCAL: flag.default(true),
  AUTH_OIDC_ISSUER: z.url().optional(),
  AUTH_OIDC_AUDIENCE: z.string().min(1).optional(),
  /** Defaults to the `jwks_uri` of the issuer's discovery document. */
  AUTH_OIDC_JWKS_URL: z.url().optional(),
  /** Claim that holds the person's id, as in the table of people. */
  AUTH_OIDC_PERSON_CLAIM: z.string().default('sub'),
  /** Claim that holds the role or roles; the first that the map knows counts. */
  AUTH_OIDC_ROLE_CLAIM: z.string().default('roles'),
  /** JSON object: value of the role claim → system role. Without it the values are system roles already. */
  AUTH_OIDC_ROLE_MAP: roleMap.optional(),
  /** Requests a minute for each actor, or each address before sign-in. */
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().positive().default(600),
  /** Sign-in attempts in 15 minutes for one address and e-mail; ten times as many for one address. */
  SIGN_IN_LIMIT: z.coerce.number().int().positive().default(10),
  /** How many proxies in front are trusted to name the client's address. */
  TRUST_PROXY: z.coerce.number().int().min(0).default(0),
  /** Whoever shows it as a bearer token may read /metrics; without it only this machine may. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** The archive of closed cases, read for audits. */
  ARCHIVE_FOLDER: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface ApiConfig {
  port: number;
  host: string;
  databaseUrl: string;
  taskQueue: string;
  publicUrl: string;
  authSecret: string;
  localAccounts: boolean;
  oidc?: {
    issuer: string;
    audience: string;
    jwksUrl?: string;
    personClaim: string;
    roleClaim: string;
    roleMap?: Readonly<Record<string, z.infer<typeof systemRole>>>;
  };
  rateLimitPerMinute: number;
  signInLimit: number;
  trustProxy: number;
  metricsToken?: string;
  archiveFolder?: string;
  logLevel: z.infer<typeof environment>['LOG_LEVEL'];
}

/** Reads the settings. Throws an Error that lists every variable that is missing or wrong, without its value. */
export function apiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment does not configure the API:\n${lines.join('\n')}`);
  }
  const e = read.data;
  if ((e.AUTH_OIDC_ISSUER === undefined) !== (e.AUTH_OIDC_AUDIENCE === undefined)) {
    throw new Error(
      'AUTH_OIDC_ISSUER and AUTH_OIDC_AUDIENCE go together: a token for another service must not open this one',
    );
  }
  return {
    port: e.PORT,
    host: e.HOST,
    databaseUrl: e.DATABASE_URL,
    taskQueue: e.TEMPORAL_TASK_QUEUE,
    publicUrl: e.PUBLIC_URL.replace(/\/$/, ''),
    authSecret: e.AUTH_SECRET,
    localAccounts: e.AUTH_LOCAL,
    oidc:
      e.AUTH_OIDC_ISSUER !== undefined && e.AUTH_OIDC_AUDIENCE !== undefined
        ? {
            issuer: e.AUTH_OIDC_ISSUER,
            audience: e.AUTH_OIDC_AUDIENCE,
            jwksUrl: e.AUTH_OIDC_JWKS_URL,
            personClaim: e.AUTH_OIDC_PERSON_CLAIM,
            roleClaim: e.AUTH_OIDC_ROLE_CLAIM,
            roleMap: e.AUTH_OIDC_ROLE_MAP,
          }
        : undefined,
    rateLimitPerMinute: e.RATE_LIMIT_PER_MINUTE,
    signInLimit: e.SIGN_IN_LIMIT,
    trustProxy: e.TRUST_PROXY,
    metricsToken: e.METRICS_TOKEN,
    archiveFolder: e.ARCHIVE_FOLDER,
    logLevel: e.LOG_LEVEL,
  };
}
