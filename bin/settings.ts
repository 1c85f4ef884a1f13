/** The worker's settings, read from the environment in this one place. The API's are in `api/config.ts`. */
import { z } from 'zod';
import { loadClauses } from '../messages/clauses';
import type { MailSetting } from '../messages/render';
import { projectRoot } from '../engines/project-root';

const variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('sanbao'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
  /** Who mails come from: `Name <address>`. */
  MAIL_FROM: z.string().min(3).default('三包售后 Sanbao <service@localhost>'),
  COMPANY_NAME: z.string().min(1).default('三包售后服务中心'),
  COMPANY_NAME_EN: z.string().min(1).default('Sanbao Service Centre'),
  /** Published hotline; shown in mails to customers. */
  COMPANY_HOTLINE: z.string().optional(),
  /** Where devices are brought or sent. */
  COMPANY_REPAIR_ADDRESS: z.string().optional(),
  COMPANY_REPAIR_ADDRESS_EN: z.string().optional(),
  /** Where closed cases are exported to; one worker at a time writes there. */
  ARCHIVE_FOLDER: z.string().optional(),
  /** `s3://…`: where the archive lies besides its folder; hosts that share no folder share this. */
  ARCHIVE_BUCKET: z.string().optional(),
  /** A folder, or `s3://…`: where papers and attachments are kept; the API and every worker need the same. */
  DOCUMENT_STORE: z.string().min(1).optional(),
  /** Amazon's own names, for a bucket; used where it is opened, see `bucket-address.ts`. */
  AWS_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  /** Workflows kept in memory at most; as many as fit where absent. */
  WORKFLOW_CACHE: z.coerce.number().int().min(2).optional(),
  /** A file with the bundled workflow code; that of the build where absent, and without a build bundled at the start. */
  WORKFLOW_BUNDLE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const environment = variables.refine((e) => e.ARCHIVE_BUCKET === undefined || e.ARCHIVE_FOLDER !== undefined, {
  path: ['ARCHIVE_BUCKET'],
  message: 'needs ARCHIVE_FOLDER, the folder beside it',
});

export interface WorkerEnvironment {
  databaseUrl: string;
  smtpUrl: string;
  sender: string;
  taskQueue: string;
  logLevel: z.infer<typeof variables>['LOG_LEVEL'];
  mail: MailSetting;
  archiveFolder?: string;
  archiveBucket?: string;
  documentStore?: string;
  workflowCache?: number;
  workflowBundle?: string;
}

/** Reads the settings. Throws an Error that lists every variable that is missing or wrong, without its value. */
export function workerEnvironment(env: NodeJS.ProcessEnv): WorkerEnvironment {
  const read = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment does not configure the worker:\n${lines.join('\n')}`);
  }
  const e = read.data;
  const address = e.COMPANY_REPAIR_ADDRESS;
  return {
    databaseUrl: e.DATABASE_URL,
    smtpUrl: e.SMTP_URL,
    sender: e.MAIL_FROM,
    taskQueue: e.TEMPORAL_TASK_QUEUE,
    logLevel: e.LOG_LEVEL,
    archiveFolder: e.ARCHIVE_FOLDER,
    archiveBucket: e.ARCHIVE_BUCKET,
    documentStore: e.DOCUMENT_STORE,
    workflowCache: e.WORKFLOW_CACHE,
    workflowBundle: e.WORKFLOW_BUNDLE,
    mail: {
      company: {
        name: { zh: e.COMPANY_NAME, en: e.COMPANY_NAME_EN },
        hotline: e.COMPANY_HOTLINE,
        repairAddress: address === undefined ? undefined : { zh: address, en: e.COMPANY_REPAIR_ADDRESS_EN ?? address },
      },
      publicUrl: e.PUBLIC_URL.replace(/\/$/, ''),
      clauses: loadClauses(projectRoot()),
    },
  };
}
