/**
 * Who may call what: the one table. A route without an entry here stops the start, and so does an entry without a route.
 * Which actions a role may take in a case stands in the case kind's own table.
 */
import type { SystemRole } from '../domain/cases/record';

/** `public` needs no sign-in, `signedIn` any role. */
export type Access = 'public' | 'signedIn' | readonly SystemRole[];

const desk = ['agent', 'dispatcher', 'supervisor'] as const;
/** Engineers only for their own cases, see `api/cases/access.ts`. */
const atWork = ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor', 'approver'] as const;
const readers = [...atWork, 'auditor', 'administrator'] as const;
/** Those whose work needs to know who the customer is and how to reach them. */
export const seesCustomers: readonly SystemRole[] = [
  'agent',
  'dispatcher',
  'engineer',
  'warehouse',
  'supervisor',
  'auditor',
];
/** Those who read what people wrote into a case. */
const readsTexts = [...seesCustomers, 'approver'] as const;
const staffDirectory = ['agent', 'dispatcher', 'supervisor', 'approver', 'auditor', 'administrator'] as const;
const rosterReaders = ['dispatcher', 'supervisor', 'auditor', 'administrator'] as const;
/** Those who may know the partners and what is agreed with them. */
export const partnerReaders: readonly SystemRole[] = [...desk, 'approver', 'auditor'];
const admin = ['administrator'] as const;
const planners = ['dispatcher', 'supervisor'] as const;
const planReaders = ['agent', 'dispatcher', 'supervisor', 'approver', 'auditor', 'administrator'] as const;

export const access = {
  'POST /auth/token': 'public',
  'POST /auth/refresh': 'public',
  'POST /auth/sign-out': 'public',
  'POST /auth/password': 'signedIn',
  'GET /auth/me': 'signedIn',

  'POST /v1/cases/repair': ['agent', 'dispatcher', 'supervisor'],
  'POST /v1/cases/return': ['agent', 'dispatcher', 'supervisor'],
  'POST /v1/cases/complaint': ['agent', 'dispatcher', 'supervisor'],
  'POST /v1/cases/job': ['agent', 'dispatcher', 'supervisor'],
  'GET /v1/cases': readers,
  'GET /v1/cases/:id': readers,
  'GET /v1/cases/:id/timeline': readers,
  'GET /v1/cases/:id/clocks': readers,
  'GET /v1/cases/:id/escalations': readers,
  'GET /v1/cases/:id/notices': readers,
  'GET /v1/cases/:id/ledger': readers,
  'GET /v1/cases/:id/actions': atWork,
  'POST /v1/cases/:id/actions/:action': atWork,
  'GET /v1/cases/:id/documents': readers,
  'POST /v1/cases/:id/documents': ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor'],
  'GET /v1/cases/:id/documents/:document': seesCustomers,
  'GET /v1/cases/:id/attachments': readsTexts,
  'POST /v1/cases/:id/attachments': ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor'],
  'GET /v1/cases/:id/attachments/:attachment': readsTexts,
  'GET /v1/cases/:id/maker-documents': [...atWork, 'auditor'],
  'GET /v1/maker-documents': [...atWork, 'auditor'],
  'POST /v1/maker-documents': ['dispatcher', 'warehouse', 'supervisor'],
  'GET /v1/maker-documents/:id/file': [...atWork, 'auditor'],
  'POST /v1/maker-documents/:id/withdraw': ['dispatcher', 'warehouse', 'supervisor'],
  'POST /v1/notices/resend': ['supervisor', 'administrator'],
  'GET /v1/money': readers,
  // Finance has an approver's account.
  'GET /v1/ledger.csv': ['supervisor', 'approver', 'auditor', 'administrator'],
  'GET /v1/texts/:id': readsTexts,
  'GET /v1/changes': readers,

  'GET /v1/escalations': ['dispatcher', 'supervisor', 'approver', 'auditor', 'administrator'],
  'GET /v1/alarms': ['supervisor', 'auditor', 'administrator'],
  'POST /v1/alarms/clear': admin,
  'GET /v1/policies': 'signedIn',
  'GET /v1/policies/:id': 'signedIn',
  'GET /v1/policies/:id/signoffs': readers,
  'POST /v1/policies/:id/signoffs': ['supervisor', 'approver', 'administrator'],
  'POST /v1/policies/:id/decide': readers,
  'GET /v1/policies/:id/openings/:kind': [...desk, 'auditor'],

  'GET /v1/audit/cases/:id': ['auditor', 'supervisor'],
  'GET /v1/audit/cases/:id/evidence': ['auditor', 'supervisor'],
  'GET /v1/audit/cases/:id/histories': ['auditor'],
  'GET /v1/audit/compliance': ['auditor', 'supervisor', 'administrator'],
  'GET /v1/audit/trend': ['auditor', 'supervisor', 'administrator'],
  'GET /v1/audit/promises': ['auditor', 'supervisor', 'administrator'],
  'GET /v1/audit/report/:format': ['auditor', 'supervisor', 'administrator'],
  'GET /v1/audit/archive': ['auditor', 'administrator'],

  'POST /v1/erasures': admin,
  'GET /v1/erasures': ['supervisor', 'auditor', 'administrator'],
  'GET /v1/legal-holds': ['supervisor', 'auditor', 'administrator'],
  'POST /v1/legal-holds': ['supervisor', 'administrator'],
  'POST /v1/legal-holds/:id/lift': ['supervisor', 'administrator'],

  'GET /v1/customers': ['agent', 'dispatcher', 'warehouse', 'supervisor', 'auditor'],
  'POST /v1/customers': desk,
  'GET /v1/customers/:id': seesCustomers,
  'GET /v1/customers/:id/story': seesCustomers,
  'PATCH /v1/customers/:id': desk,
  'DELETE /v1/customers/:id': ['supervisor'],
  'GET /v1/sites': ['agent', 'dispatcher', 'warehouse', 'supervisor', 'auditor'],
  'POST /v1/sites': desk,
  'GET /v1/sites/:id': seesCustomers,
  'PATCH /v1/sites/:id': desk,
  'DELETE /v1/sites/:id': ['supervisor'],
  'GET /v1/assets': ['agent', 'dispatcher', 'warehouse', 'supervisor', 'approver', 'auditor'],
  'POST /v1/assets': [...desk, 'warehouse'],
  'GET /v1/assets/:id': readsTexts,
  'GET /v1/assets/:id/story': readsTexts,
  'PATCH /v1/assets/:id': [...desk, 'warehouse'],
  'DELETE /v1/assets/:id': ['supervisor'],

  'GET /v1/care/tasks': ['agent', 'dispatcher', 'engineer', 'supervisor', 'auditor'],
  'GET /v1/care/tasks/:id': ['agent', 'dispatcher', 'engineer', 'supervisor', 'auditor'],
  'POST /v1/care/tasks/:id/attempts': [...desk, 'engineer'],
  'POST /v1/care/tasks/:id/complete': [...desk, 'engineer'],
  'POST /v1/care/tasks/:id/skip': desk,
  'GET /v1/surveys': ['agent', 'dispatcher', 'supervisor', 'auditor'],
  'GET /v1/surveys/:id': ['agent', 'dispatcher', 'supervisor', 'auditor'],
  'POST /v1/surveys/:id/record': desk,
  'GET /v1/survey-results': [...desk, 'approver', 'auditor'],
  'GET /v1/reports': ['supervisor', 'approver', 'auditor', 'administrator'],
  'GET /v1/reports/:id': ['supervisor', 'approver', 'auditor', 'administrator'],
  'GET /v1/reports/:id/:format': ['supervisor', 'approver', 'auditor', 'administrator'],

  'POST /v1/imports/:kind': ['supervisor'],
  'GET /v1/imports/:kind/columns': [...desk, 'auditor'],
  'GET /v1/exports/:kind': ['supervisor', 'auditor'],

  'GET /v1/plans': planReaders,
  'GET /v1/plans/:id': planReaders,
  'POST /v1/plans/:id/lines': planners,
  'POST /v1/plans/:id/confirm': planners,
  'POST /v1/plans/:id/publish': planners,
  'GET /v1/cases/:id/engineers': ['dispatcher', 'supervisor', 'auditor'],
  'GET /v1/chores': planReaders,
  'POST /v1/chores/acknowledge': ['supervisor', 'approver'],
  'POST /v1/chores/done': desk,
  'GET /v1/certificates': rosterReaders,
  'POST /v1/certificates': admin,
  'GET /v1/certificates/:id': rosterReaders,
  'PATCH /v1/certificates/:id': admin,
  'DELETE /v1/certificates/:id': admin,
  'GET /v1/absences': rosterReaders,
  'POST /v1/absences': planners,
  'GET /v1/absences/:id': rosterReaders,
  'PATCH /v1/absences/:id': planners,
  'DELETE /v1/absences/:id': planners,

  // The warehouse counts what partners send back.
  'GET /v1/partners': [...partnerReaders, 'warehouse'],
  'POST /v1/partners': ['supervisor'],
  'GET /v1/partners/:id': partnerReaders,
  'POST /v1/partners/:id/changes': desk,
  'POST /v1/partners/:id/audits': ['supervisor'],
  'POST /v1/partners/:id/audits/:audit/correction': ['supervisor'],
  'POST /v1/partners/:id/end': ['supervisor'],
  'POST /v1/partners/:id/renewal': ['supervisor'],
  'POST /v1/partners/:id/reports': desk,
  'POST /v1/partners/:id/payments': ['supervisor'],
  'GET /v1/partners/:id/costs': partnerReaders,
  'POST /v1/partners/:id/costs': desk,
  'POST /v1/partners/:id/costs/:cost/complete': desk,
  'GET /v1/partners/:id/settlement': partnerReaders,
  'POST /v1/partners/:id/settlement': ['supervisor'],
  'POST /v1/partners/:id/settlement/confirm': ['approver'],
  'POST /v1/partners/:id/returns': desk,
  'GET /v1/partners/:id/returns': [...partnerReaders, 'warehouse'],
  'POST /v1/partners/:id/returns/:return/decide': ['approver'],
  'POST /v1/partners/:id/returns/:return/sent': desk,
  'POST /v1/partners/:id/returns/:return/received': ['warehouse', 'supervisor'],
  'GET /v1/partners/:id/award': partnerReaders,
  'POST /v1/partners/:id/award': ['supervisor'],

  'GET /v1/parts': [...atWork, 'auditor'],
  'POST /v1/parts': ['warehouse', 'supervisor'],
  'PATCH /v1/parts/:id': ['warehouse', 'supervisor'],
  'POST /v1/parts/:id/draws': ['engineer', 'warehouse'],
  'POST /v1/parts/:id/counts': ['warehouse', 'supervisor'],
  'GET /v1/parts/requests': [...atWork, 'auditor'],
  'POST /v1/parts/requests': [...desk, 'engineer', 'warehouse'],
  'POST /v1/parts/requests/:id/expect': [...desk, 'warehouse'],
  'POST /v1/parts/requests/:id/deliveries': ['warehouse'],
  'POST /v1/parts/requests/:id/cancel': [...desk, 'warehouse'],
  'POST /v1/parts/requests/:id/old-part': ['warehouse'],
  'GET /v1/parts/accuracy': [...desk, 'auditor'],
  'GET /v1/loaners': [...atWork, 'auditor'],
  'POST /v1/loaners': ['warehouse', 'supervisor'],
  'POST /v1/loaners/:id/checks': ['warehouse'],

  'GET /v1/forms/:page': readers,
  'GET /v1/filings': [...atWork, 'auditor'],
  'POST /v1/filings': atWork,
  'POST /v1/filings/:id/decide': ['supervisor', 'approver'],

  'GET /v1/people': staffDirectory,
  'POST /v1/people': admin,
  'GET /v1/people/:id': staffDirectory,
  'PATCH /v1/people/:id': admin,
  'GET /v1/duties': rosterReaders,
  'GET /v1/rota': planReaders,
  'POST /v1/duties': admin,
  'GET /v1/duties/:id': rosterReaders,
  'PATCH /v1/duties/:id': admin,
  'DELETE /v1/duties/:id': admin,
  'GET /v1/accounts': ['auditor', 'administrator'],
  'POST /v1/accounts': admin,
  'POST /v1/accounts/:id/password': admin,
  'DELETE /v1/accounts/:id': admin,
} as const satisfies Record<string, Access>;

export type RouteKey = keyof typeof access;

/** Whether a role may call a route. */
export function mayCall(key: RouteKey, role: SystemRole): boolean {
  const allowed: Access = access[key];
  return typeof allowed === 'string' || allowed.includes(role);
}
