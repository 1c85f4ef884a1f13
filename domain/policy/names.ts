/**
 * The names that policy files may use beside the marks and facts of a case kind: what an action, a mail template, a
 * pause or an intake field is called. The check refuses every other name, so a typo never becomes a rule that does
 * nothing.
 */
import { caseKinds } from '../cases/kinds';
import type { CaseKind, FactType } from './rule';

/** Recipients that are persons of the case instead of policy roles. */
export const caseRecipients = ['customer', 'engineer', 'dispatcher'] as const;

/** Why a clock may stand still: waiting for parts, an open quote, documents to come, or something on the customer's side. */
export const pauseReasons = ['waiting_parts', 'quote', 'documents', 'customer_side'] as const;

/** Mail templates: what each tells whom. */
export const noticeTemplates = {
  visit_ahead: 'tells the customer of planned work before it comes',
  maintenance_expiry: 'tells the customer that the warranty ends',
  maintenance_reminder: 'tells the customer that maintenance is due',
  case_received: 'the customer: the case is open, its number',
  entitlement_told: 'the customer: who bears the work by the policy, and why',
  facts_asked: 'staff: what is to be found out before the policy can decide',
  job_assigned: 'the engineer: a job was assigned',
  visit_appointed: 'the customer: the agreed visit time',
  visit_rescheduled: 'the customer: the new visit time, and an apology',
  engineer_delayed: 'customer and dispatcher: the engineer will be late',
  reassign_visit: 'the dispatcher: the customer refused another time',
  customer_unreached: 'the service centre: the engineer goes although the phone was not answered',
  customer_not_met: 'the service centre: nobody was at home, a card was left',
  handling_opinion: 'the customer: how the request will be handled',
  case_handed_over: 'the project lead: a case needs a technician',
  repair_address: 'the customer: where to bring the device',
  warranty_terms: 'the customer: parts of one product have different terms',
  damage_explained: 'the customer: why the fault is customer-caused',
  usage_caution: 'the customer: how to use the device without damage',
  preserve_scene: 'the customer: please leave the scene as it is',
  maker_help_explained: 'the customer: the maker has been asked for help',
  quote: 'the customer: the quote, to be confirmed',
  part_needed: 'the customer: another part is needed',
  order_part: 'purchasing: a part has to be ordered',
  help_needed: 'whoever is asked for technical help',
  stock_unit_used: 'sales: a part is taken from a unit in stock',
  no_result_promised: 'the customer: out of warranty no result of the repair is promised',
  take_back_explained: 'the customer: why the device goes to the workshop',
  prepare_new_unit: 'the service centre: taking back refused, prepare a new unit',
  delay_explained: 'the customer: why the promised date cannot be kept',
  ready_for_collection: 'the customer: the device is ready',
  shipped_back: 'the customer: the device is on its way',
  repair_finished: 'the customer: the repair is done',
  invoice_wanted: 'whoever issues invoices: the customer wants one, or a receipt',
  invoice_sent: 'the customer: the invoice or receipt is on its way',
  collection_due: 'the engineer: the invoice has gone, the money is to be collected',
  money_handed_in: 'finance: collected money was handed in, to be confirmed',
  return_lapsed: 'the customer: neither goods nor an answer came',
  remedy_offered: 'the customer: what can be offered instead',
  return_received: 'who looks after returns: a customer asks for one',
  return_refused: 'the customer: the return was not approved',
  return_order: 'the customer: how to send the goods back',
  pick_up_arranged: 'the customer: when the goods are picked up',
  quantity_differs: 'the customer: another number came than the list says',
  item_refused: 'the customer: goods that were refused',
  refunded: 'the customer: the refund was paid',
  replacement_shipped: 'the customer: the replacement is on its way',
  site_feedback: 'the dispatcher: how the visit went',
  result_reported: 'the service agent: the result of the repair',
  test_summary: 'the customer: what a product test showed',
  consultation_answer: 'the customer: the answer to a question about a product',
  complaint_received: 'the customer: the complaint was received, its number',
  complaint_decision: 'the customer: what was decided on the complaint',
} as const;

/** Fields of a request that a policy may ask for. */
export const intakeFields = [
  'customer',
  'address',
  'phone',
  'model',
  'serial',
  'fault',
  'wish',
  'region',
  'level',
  'purchaseDate',
  'installDate',
  'accessories',
  'trackingNo',
  'collectPayment',
  'signatureNeeded',
  'salespersonAccompanies',
  'filledBy',
] as const;

/** Everything that a policy may refer to and that does not stand in the policy itself. */
export interface KnownNames {
  /** The marks of each kind of case. */
  marks: Readonly<Partial<Record<CaseKind, readonly string[]>>>;
  facts: Readonly<Record<string, FactType>>;
  /** Actions of each kind that checklists and requirements may stand before; `open` is the request itself. */
  actions: Readonly<Partial<Record<CaseKind, readonly string[]>>>;
  templates: readonly string[];
  recipients: readonly string[];
  pauses: readonly string[];
  fields: readonly string[];
  /** Calendars that exist. */
  calendars: readonly string[];
  /** Clause ids of the source. */
  clauses: readonly string[];
}

/** The names of all kinds of case, with the calendars and clauses that the edge has read. */
export function namesOfKinds(calendars: readonly string[], clauses: readonly string[]): KnownNames {
  const types = caseKinds.flatMap(({ facts, factTypes }) =>
    Object.keys(facts).map((fact): [string, FactType] => [fact, factTypes[fact] ?? 'boolean']),
  );
  return {
    marks: Object.fromEntries(caseKinds.map(({ table, marks }) => [table.kind, Object.keys(marks)])),
    facts: Object.fromEntries(types),
    actions: Object.fromEntries(
      caseKinds.map(({ table }) => [table.kind, ['open', ...table.actions.map(({ name }) => name)]]),
    ),
    templates: Object.keys(noticeTemplates),
    recipients: caseRecipients,
    pauses: pauseReasons,
    fields: intakeFields,
    calendars,
    clauses,
  };
}
