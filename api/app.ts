/** The Express app: checks in front, routes from one table, every failure a problem from one table. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import { errorTable } from '../domain/errors';
import { localAccounts } from './auth/accounts';
import { identity as identityOf } from './auth/identity';
import { authRoutes } from './auth/routes';
import { caseRoutes } from './cases/routes';
import { ChangeHub } from './changes/hub';
import { changeRoutes } from './changes/routes';
import type { ApiDeps } from './deps';
import { refusalLog } from './http/access-log';
import { reportRoutes } from './care/reports';
import { surveyPage } from './care/survey-page';
import { surveyResultRoutes } from './care/survey-results';
import { surveyRoutes } from './care/surveys';
import { careTaskRoutes } from './care/tasks';
import { departmentFormRoutes } from './department/routes';
import { rotaRoutes } from './department/rota';
import { choreRoutes } from './dispatch/chores';
import { planRoutes } from './dispatch/plans';
import { staffRoutes } from './dispatch/staff';
import { attachmentRoutes } from './documents/attachments';
import { makerDocumentRoutes } from './documents/maker-documents';
import { paperRoutes } from './documents/papers';
import { health } from './http/health';
import { languageOf } from './http/language';
import { requestLog } from './http/log';
import { refuseUnserved } from './http/methods';
import { metrics } from './http/metrics';
import { normalise, toBody } from './http/problem';
import { answerRequestId, requestIdOf } from './http/request-id';
import { addressLimit, generalLimits, securityHeaders } from './http/security';
import { importRoutes } from './imports/routes';
import { accountRoutes } from './master/accounts';
import { assetRoutes } from './master/assets';
import { customerRoutes } from './master/customers';
import { peopleRoutes } from './master/people';
import { openApiDocument } from './openapi';
import { moneyRoutes } from './money/routes';
import { moneyStandingRoutes } from './money/standing';
import { complianceRoutes } from './audit/compliance';
import { auditRoutes } from './audit/routes';
import { operateRoutes } from './operate/routes';
import { partnerAwardRoutes } from './partners/awards';
import { partnerEndingRoutes } from './partners/endings';
import { partnerFileRoutes } from './partners/file';
import { partnerCostRoutes } from './partners/costs';
import { partnerReturnRoutes } from './partners/returns';
import { partnerRoutes } from './partners/routes';
import { settlementRoutes } from './partners/settlement';
import { erasureRoutes } from './records/erasures';
import { filingRoutes } from './filings/routes';
import { deliveryRoutes } from './stock/deliveries';
import { loanerRoutes } from './stock/loaners';
import { partRoutes } from './stock/parts';
import { partRequestRoutes } from './stock/requests';
import { pageFiles, pages } from './pages/pages';
import { register, type Route } from './route';
import { storyRoutes } from './stories/routes';

export interface Api {
  app: Express;
  /** What the app serves, for documents and tests. */
  routes: readonly Route[];
  /** Begins to listen for changes. */
  start(): Promise<void>;
  /** Ends the streams; call it before the server is closed. */
  close(): Promise<void>;
}

/** Builds the app. Throws where a route and the table of roles disagree. */
export function createApp(deps: ApiDeps): Api {
  const { prisma, config } = deps;
  const hub = new ChangeHub(config.databaseUrl, prisma, deps.log);
  const accounts = localAccounts(prisma, config);
  const identity = identityOf(config, prisma);
  const routes: Route[] = [
    ...authRoutes(deps, accounts, identity),
    ...caseRoutes(deps),
    ...paperRoutes(deps),
    ...attachmentRoutes(deps),
    ...makerDocumentRoutes(deps),
    ...moneyRoutes(deps),
    ...moneyStandingRoutes(deps),
    ...storyRoutes(deps),
    ...changeRoutes(hub),
    ...operateRoutes(deps),
    ...auditRoutes(deps),
    ...complianceRoutes(deps),
    ...customerRoutes(deps),
    ...importRoutes(deps),
    ...partnerRoutes(deps),
    ...partnerCostRoutes(deps),
    ...partnerFileRoutes(deps),
    ...partnerEndingRoutes(deps),
    ...partnerReturnRoutes(deps),
    ...partnerAwardRoutes(deps),
    ...settlementRoutes(deps),
    ...partRequestRoutes(deps),
    ...deliveryRoutes(deps),
    ...loanerRoutes(deps),
    ...filingRoutes(deps),
    ...partRoutes(deps),
    ...assetRoutes(deps),
    ...peopleRoutes(deps, accounts),
    ...staffRoutes(deps),
    ...planRoutes(deps),
    ...choreRoutes(deps),
    ...careTaskRoutes(deps),
    ...surveyRoutes(deps),
    ...surveyResultRoutes(deps),
    ...reportRoutes(deps),
    ...erasureRoutes(deps),
    ...accountRoutes(prisma, accounts),
    ...rotaRoutes(deps),
    ...departmentFormRoutes(deps, () => routes),
  ];

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  const measured = metrics(app, config);
  app.use(answerRequestId, requestLog(deps.log), measured.count, securityHeaders);
  health(app, deps);
  pageFiles(app);
  app.use(refusalLog(deps), ...generalLimits(config));
  app.use('/auth/token', addressLimit(config));
  register(app, routes, deps, identity);
  // Built for the first who asks: a start does not wait for it.
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get('/openapi.json', (_req, res) => {
    res.json((document ??= openApiDocument(routes, config.publicUrl)));
  });
  pages(app);
  surveyPage(app, deps);
  refuseUnserved(app);
  app.use(problems(deps));
  return {
    app,
    routes,
    start: () => hub.start(),
    close: async () => {
      measured.close();
      await hub.close();
    },
  };
}

/** The one edge at which errors become answers. */
function problems(deps: ApiDeps): ErrorRequestHandler {
  return (error, req, res, next) => {
    const known = normalise(error);
    res.locals.code = known.code;
    if (known.code === 'internal')
      deps.log.error({ err: known.cause, requestId: requestIdOf(req) }, 'a request failed');
    if (res.headersSent) {
      next(error);
      return;
    }
    const { status } = errorTable[known.code];
    if (known.retryAfter !== undefined) res.setHeader('Retry-After', String(known.retryAfter));
    if (status === 401) res.setHeader('WWW-Authenticate', 'Bearer');
    res.status(status).type('application/problem+json').vary('Accept-Language');
    res.send(JSON.stringify(toBody(known, languageOf(req), requestIdOf(req))));
  };
}
