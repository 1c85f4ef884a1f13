/** What the API needs from outside; tests give parts of their own. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { DocumentStore } from '../documents/store/store';
import type { DeliverOutcome } from '../domain/cases/record';
import type { PrismaClient } from '../prisma/generated/client';
import type { ApiConfig } from './config';
import type { PolicyRegistry } from '../policies/contract';

export interface ApiDeps {
  config: ApiConfig;
  prisma: PrismaClient;
  temporal: Client;
  policies: PolicyRegistry;
  /** Now, in epoch milliseconds. */
  clock: () => number;
  log: Logger;
  /** Where papers and attachments are kept. Absent: the endpoints that read or keep them answer 503. */
  documents?: DocumentStore;
  /** Sends a refused notice once more. Absent: this process sends no mail, and the endpoint answers 503. */
  resendNotice?: (key: string) => Promise<DeliverOutcome>;
  /** Parses every answer by its documented schema and fails where they differ; for tests. */
  checkAnswers?: boolean;
}
