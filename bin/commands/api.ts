/** `sanbao api`: serves the HTTP API and its pages. */
import { Command } from 'commander';
import pino from 'pino';
import { openDatabase } from '../../activities/database';
import { openMailer } from '../../activities/mailer';
import { paperMaker } from '../../activities/documents/issue';
import { resend } from '../../activities/notifications';
import type { OpenFollowing } from '../../activities/following';
import { openFollowing } from '../../api/cases/follow';
import { apiConfig } from '../../api/config';
import { startApi } from '../../api/server';
import { openDocumentStore } from '../document-store';
import { currentPolicies } from '../current-policies';
import { workerEnvironment } from '../settings';
import { connectClient } from '../temporal';

export function apiCommand(): Command {
  return new Command('api').description('serve the HTTP API until stopped / 提供 HTTP 接口').action(runApi);
}

/** Serves until SIGINT or SIGTERM: streams end first, requests under way are answered. */
export async function runApi(): Promise<void> {
  const config = apiConfig(process.env);
  const log = pino({ level: config.logLevel });
  const temporal = await connectClient('api');
  const prisma = openDatabase({ url: config.databaseUrl });
  const { policies, stop: stopLooking } = await currentPolicies({ prisma, log });
  const settings = workerEnvironment(process.env);
  const mailer = openMailer({ smtpUrl: settings.smtpUrl, sender: settings.sender });
  const follow: OpenFollowing = (request) =>
    openFollowing({ prisma, temporal: temporal.client, policies, config }, request);
  const documents = openDocumentStore(settings.documentStore);
  const issueDocument = paperMaker({ prisma, documents, company: settings.mail.company });
  const api = await startApi({
    documents,
    config,
    prisma,
    temporal: temporal.client,
    policies,
    clock: Date.now,
    log,
    resendNotice: async (key) => {
      const outcome = await resend(
        { prisma, mailer, mail: settings.mail, log, openFollowing: follow, issueDocument },
        { key, at: new Date().toISOString() },
      );
      return outcome ?? { result: 'nobody' };
    },
  });
  process.send?.('ready');
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await api.close();
  stopLooking();
  mailer.close();
  await prisma.$disconnect();
  await temporal.close();
}
