/** Which forms each page of the department has; what a role may not send is left out where they are offered. */
import type { Actor } from '../../domain/cases/record';
import { signers } from '../../domain/policy/signoff';
import { valueWords } from '../../messages/field-words';
import type { ApiDeps } from '../deps';
import { choice } from '../cases/titles/choices';
import { candidates } from '../cases/titles/names';
import { colleagueChoices, partnerChoices, staffChoices } from './choices';
import { asNamed, named, type FormPlan } from './forms';
import type { DepartmentPage } from './pages';
import { addPartnerPlans, partnerPlans } from './partner-plans';
import { PolicyWords } from './words';

/** Who asks for the forms, and of which record; the id is that of a partner. */
export interface Asking {
  deps: ApiDeps;
  actor: Actor;
  id?: string;
}

type Plans = (asking: Asking) => readonly FormPlan[] | Promise<readonly FormPlan[]>;

const servicePolicies = ({ policies }: ApiDeps) => named(policies.list().map(({ id, title }) => ({ id, title })));

const parts: Plans = ({ deps }) => {
  const values = { policyId: servicePolicies(deps) };
  return [
    { name: 'addPart', key: 'POST /v1/parts', values },
    { name: 'changePart', key: 'PATCH /v1/parts/:id' },
    { name: 'drawPart', key: 'POST /v1/parts/:id/draws' },
    { name: 'countPart', key: 'POST /v1/parts/:id/counts' },
    {
      name: 'orderPart',
      key: 'POST /v1/parts/requests',
      fixed: { reason: 'normal' },
      but: ['policyId', 'partNo', 'caseId', 'stockUnit', 'oldPartDue'],
    },
    { name: 'requestPart', key: 'POST /v1/parts/requests', values },
    { name: 'expectPart', key: 'POST /v1/parts/requests/:id/expect' },
    { name: 'partArrived', key: 'POST /v1/parts/requests/:id/deliveries' },
    { name: 'cancelPartRequest', key: 'POST /v1/parts/requests/:id/cancel' },
    { name: 'oldPartReturned', key: 'POST /v1/parts/requests/:id/old-part' },
  ];
};

const loaners: Plans = ({ deps }) => [
  { name: 'addLoaner', key: 'POST /v1/loaners', values: { product: named(new PolicyWords(deps.policies).products()) } },
  { name: 'checkLoaner', key: 'POST /v1/loaners/:id/checks' },
];

/** One form for each thing that a policy lets be filed, with nothing but what it is about. */
const filings: Plans = async ({ deps, actor }) => {
  const fields = { person: 'personId', partner: 'partnerId', product: 'product' } as const;
  const [personId, partnerId] = await Promise.all([
    colleagueChoices(deps.prisma, actor),
    partnerChoices(deps.prisma, actor),
  ]);
  const own = new PolicyWords(deps.policies).serving().flatMap((policy) =>
    // Nobody files about a partner whom they may not know.
    policy.filings.flatMap(({ id, title, about, grounds }): FormPlan[] => {
      if (about === 'partner' && partnerId.length === 0) return [];
      const others = Object.values(fields).filter((field) => field !== fields[about]);
      return [
        {
          ...{ name: 'file', key: 'POST /v1/filings', title, about: policy.title },
          fixed: { policyId: policy.id, kind: id },
          but: [...others, ...(grounds.length > 0 ? [] : ['ground'])],
          need: [fields[about], 'ground'],
          values: { personId, partnerId, product: named(policy.products), ground: named(grounds) },
        },
      ];
    }),
  );
  return [...own, { name: 'decideFiling', key: 'POST /v1/filings/:id/decide' }];
};

const makerDocuments: Plans = ({ deps }) => {
  const values = { product: named(new PolicyWords(deps.policies).products()) };
  return [
    { name: 'addMakerDocument', key: 'POST /v1/maker-documents', values, fromQuery: true },
    { name: 'withdrawMakerDocument', key: 'POST /v1/maker-documents/:id/withdraw' },
  ];
};

/** Whoever approves is an approver of the department. */
const policies: Plans = ({ actor }) => {
  const own = signers.filter((signer) => signer !== 'approver' || actor.role === 'approver');
  const as = own.map((signer) => choice(signer, valueWords(signer, 'as')));
  return [{ name: 'signPolicy', key: 'POST /v1/policies/:id/signoffs', values: { as } }];
};

/** For one holiday: who it is; the day, the role and the policy are those of the holiday. */
const rota: Plans = async ({ deps, actor }) => {
  const people = await staffChoices(deps.prisma, actor);
  const but = ['role', 'policyId', 'region', 'from', 'until', 'awayFrom', 'awayUntil', 'deputyId'];
  return [
    { name: 'addHolidayDuty', key: 'POST /v1/duties', but, values: { personId: people } },
    { name: 'removeHolidayDuty', key: 'DELETE /v1/duties/:id' },
  ];
};

const care: Plans = () => [
  { name: 'careAttempt', key: 'POST /v1/care/tasks/:id/attempts' },
  { name: 'careDone', key: 'POST /v1/care/tasks/:id/complete' },
  { name: 'careSkipped', key: 'POST /v1/care/tasks/:id/skip' },
];

const surveys: Plans = () => [{ name: 'recordSurvey', key: 'POST /v1/surveys/:id/record' }];

/** What the plan of a day and the line say by themselves is not asked for. */
const dayPlans: Plans = async ({ deps, actor }): Promise<FormPlan[]> => {
  const engineerId = (await candidates(deps.prisma, actor)).engineerId.map(({ id, name }) => choice(id, asNamed(name)));
  return [
    { name: 'changePlanLine', key: 'POST /v1/plans/:id/lines', but: ['version', 'caseId'], values: { engineerId } },
    { name: 'confirmPlan', key: 'POST /v1/plans/:id/confirm', but: ['version'] },
    { name: 'publishPlan', key: 'POST /v1/plans/:id/publish', but: ['version'] },
    { name: 'addAbsence', key: 'POST /v1/absences', values: { personId: await staffChoices(deps.prisma, actor) } },
    { name: 'changeAbsence', key: 'PATCH /v1/absences/:id' },
    { name: 'removeAbsence', key: 'DELETE /v1/absences/:id' },
  ];
};

/** A unit belongs to the customer in whose file it stands; a vehicle's plate and its maintenance are noted by name. */
const customers: Plans = ({ deps }) => {
  const its = new PolicyWords(deps.policies);
  const region = named(its.regions());
  const text = { type: 'string', maxLength: 200 };
  const noted = { plate: text, maintenanceInterval: text, nextMaintenance: { ...text, format: 'date' } };
  const unit = {
    narrow: { attributes: { type: 'object', properties: noted } },
    values: { product: named(its.products()) },
  };
  const person = { but: ['class'], values: { region } };
  return [
    { name: 'addCustomer', key: 'POST /v1/customers', ...person },
    { name: 'changeCustomer', key: 'PATCH /v1/customers/:id', ...person },
    { name: 'addSite', key: 'POST /v1/sites', but: ['customerId'], values: { region } },
    { name: 'changeSite', key: 'PATCH /v1/sites/:id', values: { region } },
    { name: 'addUnit', key: 'POST /v1/assets', but: ['customerId', 'siteId', ...BY_CASES], ...unit },
    { name: 'changeUnit', key: 'PATCH /v1/assets/:id', but: ['customerId', ...BY_CASES], ...unit },
    { name: 'importRecords', key: 'POST /v1/imports/:kind', fromQuery: true },
  ];
};

/** What an exchange writes into the units that it is about. */
const BY_CASES = ['exchangedOn', 'replacedBy'];

const reports: Plans = () => [];

const duties: Plans = () => [
  { name: 'acknowledgeDuty', key: 'POST /v1/chores/acknowledge', but: ['key'] },
  { name: 'dutyDone', key: 'POST /v1/chores/done', but: ['key'] },
];

const partners: Plans = (asking) =>
  asking.id === undefined ? addPartnerPlans(asking) : partnerPlans(asking, asking.id);

/** By page. What is done about money is done in its case. */
export const plansOf: Readonly<Record<DepartmentPage, Plans>> = {
  plans: dayPlans,
  care,
  surveys,
  customers,
  duties,
  parts,
  loaners,
  money: () => [],
  filings,
  rota,
  partners,
  'maker-documents': makerDocuments,
  policies,
  reports,
};
