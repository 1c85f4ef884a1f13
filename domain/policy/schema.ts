/**
 * The shape of a policy file (`policies/*.yaml`): a service department's rules as data, each with its clause id.
 * The loader parses YAML against it, `policy schema` prints it as JSON Schema for editors, `compile.ts` turns it into
 * what a case carries. Durations are ISO 8601; amounts in files are yuan with at most two decimals; times of day are
 * local to the policy's zone.
 */
import { z } from 'zod';
import { formNames } from '../documents/form-names';
import { decisionSections } from './decision-schema';
import {
  clauseId,
  duration,
  factValue,
  fenAmount,
  id,
  kinds,
  origin,
  target,
  targetRow,
  text,
  when,
} from './schema-parts';
import { careSection } from './schema-care';
import { reportsSection } from './schema-reports';
import { surveysSection } from './schema-surveys';
import { customerFilesSection } from './schema-files';
import { partnersSection } from './schema-partners';
import { amountsSection } from './schema-amounts';
import { filingsSection } from './schema-filings';
import { holidayDutySection } from './schema-holidays';
import { moneySection } from './schema-money';
import { jobsSection } from './schema-jobs';
import { recordsSection } from './schema-records';
import { signoffSection } from './signoff';
import { stockSection } from './schema-stock';
import { complaintsSection } from './schema-complaints';
import { dispatchSection } from './schema-dispatch';
import { returnsSection } from './schema-returns';

const warn = z.union([
  z.literal('none'),
  target.extend({
    share: z.number().gt(0).lt(1).optional(),
    /** Who is warned: `engineer`, `dispatcher` or a policy role. */
    to: z.array(z.string()).optional(),
    ...origin,
  }),
]);

const milestone = z.strictObject({
  id,
  title: text,
  kinds,
  /** The marks between which it runs; it begins with any of the first. */
  from: z.union([z.string(), z.array(z.string()).min(1)]),
  to: z.union([z.string(), z.array(z.string()).min(1)]),
  /** Runs only where these facts hold when it would start. */
  onlyWhen: when.optional(),
  /** Marks that end it without being met, such as a withdrawn order. */
  cancelledBy: z.array(z.string()).optional(),
  /** `deadline` is judged; `reminder` only tells somebody when its instant comes. */
  nature: z.enum(['deadline', 'reminder']).default('deadline'),
  /** Who is told by a reminder. */
  remind: z.array(z.string()).optional(),
  /** Tried in order: the first row whose `when` holds. No row holds: the milestone does not run. */
  targets: z.array(targetRow).min(1),
  warn: warn.optional(),
  pausedBy: z.array(z.string()).default([]),
  ladder: id.optional(),
  calendar: z.string().optional(),
  /** How often a supervisor may extend it. */
  extensions: z.int().nonnegative().default(1),
  ...origin,
});

const ladderLevel = z.strictObject({
  role: z.string(),
  /** Unacknowledged this long, the next level is told: a share of the milestone's target, but at least a span. */
  climbAfter: z.strictObject({ share: z.number().positive().optional(), atLeast: duration, ...origin }).optional(),
  ...origin,
});

const callback = z.strictObject({
  kinds,
  id,
  title: text,
  /** The mark it counts from. */
  from: z.string(),
  onlyWhen: when.optional(),
  targets: z.array(targetRow).min(1),
  role: z.string(),
  /** Nobody answers: the next attempt, and after how many a supervisor decides. */
  retry: z.strictObject({ every: duration, attempts: z.int().positive(), ...origin }),
  /** Not satisfied: the case goes on and the callback starts again after the next completion. */
  untilSatisfied: z.boolean().default(true),
  mandatory: z.boolean().default(true),
  /** A dissatisfied customer: a case of this kind is opened by itself, linked to the one that was called back on. */
  dissatisfied: z.strictObject({ opens: z.literal('complaint'), ...origin }).optional(),
  warn: warn.optional(),
  ladder: id.optional(),
  calendar: z.string().optional(),
  ...origin,
});

/** One price rule of the fee table; `basis` says what the quantity counts and where the price comes from. */
const feeLine = z.strictObject({
  id,
  title: text,
  /** What is charged. Of several lines for one item, the first whose `when` holds is the price. */
  item: z.enum([
    'visit',
    'labour',
    'parts',
    'materials',
    'travel',
    'points',
    'cable',
    'inbound_freight',
    'return_freight',
    'contract',
    'special',
  ]),
  when: when.optional(),
  basis: z.enum(['visit', 'point', 'pointYear', 'actual', 'cost', 'manufacturerList', 'agreed', 'quoted', 'waived']),
  /** Yuan for one unit; absent where the basis gives the amount. */
  price: fenAmount.optional(),
  payer: z.enum(['customer', 'company', 'maker', 'dealer', 'agent', 'fund']).default('customer'),
  /** The fact under which the fee decision takes it: yuan, or for a visit or point how many. */
  fact: z.string().optional(),
  ...origin,
});

const approval = z.strictObject({
  id,
  title: text,
  /** In this order; one refusal ends it; nobody in two roles (R-APPROVE). */
  approvers: z.array(z.string()).min(1),
  ...origin,
});

const checklist = z.strictObject({
  kinds,
  action: z.string(),
  items: z.array(z.strictObject({ id, title: text, ...origin })).min(1),
  /** `refuse`: the action waits for the item; `finding`: it goes on and the gap is recorded. */
  missing: z.enum(['refuse', 'finding']).default('refuse'),
});

const requirement = z.strictObject({
  kinds,
  action: z.string(),
  /** The mark that must have happened, or the fact that must be known, before the action. */
  mark: z.string().optional(),
  fact: z.string().optional(),
  /** The mark happened at least so many dates before the action (R-DAYEND), such as P7D. */
  ahead: duration.optional(),
  when: when.optional(),
  missing: z.enum(['refuse', 'finding']).default('refuse'),
  title: text,
  ...origin,
});

const notice = z.strictObject({
  kinds,
  /** The mark on which it is sent, in the same step. */
  on: z.string(),
  when: when.optional(),
  to: z.array(z.string()).min(1),
  template: id,
  ...origin,
});

const paper = z.strictObject({
  kinds,
  /** The mark on which it is issued, in the same step. */
  on: z.string(),
  when: when.optional(),
  form: z.enum(formNames),
  ...origin,
});

const alert = z.strictObject({
  kinds,
  /** The mark on which leadership or a supervisor is told at once. */
  on: z.string(),
  when: when.optional(),
  ladder: id,
  title: text,
  ...origin,
});

export const policySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+$/, 'a version such as 1.0'),
  title: text,
  /** `service` rules a case; `visit` is laid over one; `supplier` rules its supplier side. */
  layer: z.enum(['service', 'visit', 'supplier']),
  /** The kinds of case that a service policy serves. */
  kinds,
  /** The policies under which cases that follow are opened, where this one serves no case of their kind. */
  follows: z.partialRecord(z.enum(['repair', 'return', 'complaint']), id).default({}),
  /** Marks a policy that must never serve a real customer. */
  demo: z.boolean().default(false),
  issued: z.string().optional(),
  /** Who signs a version before it is published: every new one; what ships is in force unsigned. */
  signoff: signoffSection.optional(),
  timeZone: z.string(),
  currency: z.literal('CNY').default('CNY'),
  calendar: z.string(),
  workingCalendar: z.string(),
  /** How unclear clauses are understood; `chosen` switches between `options` that rules refer to as `R-…=option`. */
  readings: z
    .record(
      z.string().regex(/^R-[A-Z0-9-]+$/),
      z.strictObject({
        says: z.string().min(1),
        chosen: z.string().optional(),
        options: z.array(z.string()).min(2).optional(),
      }),
    )
    .default({}),
  /** Product families that the policy serves. */
  products: z.array(z.strictObject({ id, title: text, warranty: duration.optional(), ...origin })).default([]),
  /** Components with a warranty term of their own; the term of the product or contract rules the others. */
  components: z
    .array(
      z.strictObject({
        id,
        title: text,
        warranty: duration,
        /** Further parts with the same term. */
        also: z.array(id).default([]),
        ...origin,
      }),
    )
    .default([]),
  regions: z.array(z.strictObject({ id, title: text, ...origin })).default([]),
  levels: z.array(z.strictObject({ id, title: text, remoteFirst: z.boolean().default(false), ...origin })).default([]),
  channels: z
    .array(z.strictObject({ id: z.enum(['on_site', 'carry_in', 'send_in', 'remote']), ...origin }))
    .default([]),
  /** How a request may reach the department; anything else is refused with the advice. */
  intake: z
    .strictObject({
      sources: z.array(z.strictObject({ id, ...origin })).default([]),
      /** The published number for requests and complaints: customers read it in mails and papers. Never a private one. */
      hotline: z
        .strictObject({ phone: z.string().regex(/^\+?\d[\d -]{3,22}\d$/, 'a telephone number'), ...origin })
        .optional(),
      refused: z.array(z.strictObject({ id, advice: text, ...origin })).default([]),
      /** Facts that must be known at opening, or before the named action. */
      required: z
        .array(z.strictObject({ field: z.string(), before: z.string().default('open'), ...origin }))
        .default([]),
    })
    .optional(),
  /** Facts derived from others at opening, such as `largeItem` from weight and volume. */
  derived: z
    .array(
      z.strictObject({
        fact: z.string(),
        is: factValue,
        anyOf: z
          .array(z.strictObject({ fact: z.string(), over: z.number().optional(), equals: factValue.optional() }))
          .min(1),
        ...origin,
      }),
    )
    .default([]),
  roles: z
    .array(
      z.strictObject({
        id,
        title: text,
        system: z.enum(['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor', 'approver', 'auditor']),
        ...origin,
      }),
    )
    .default([]),
  milestones: z.array(milestone).default([]),
  pauses: z
    .array(
      z.strictObject({
        reason: z.string(),
        title: text,
        /** Besides the milestones that name the reason, it pauses all that end with one of these marks. */
        stops: z.array(z.string()).default([]),
        ...origin,
      }),
    )
    .default([]),
  ladders: z.record(id, z.strictObject({ title: text.optional(), levels: z.array(ladderLevel).min(1) })).default({}),
  alerts: z.array(alert).default([]),
  notices: z.array(notice).default([]),
  /** Papers that are made when a mark happens, and stored with the case. */
  documents: z.array(paper).default([]),
  callbacks: z.array(callback).default([]),
  parts: z
    .strictObject({
      /** Over all waits of a case together; the product allows five days, never more. */
      cap: duration,
      capOf: z.enum(['waits', 'wholeRepair']).default('waits'),
      /** The supervisor is warned when the waits together reach this. */
      warn: z.strictObject({ after: duration, ...origin }).optional(),
      ladder: id,
      /** Where an emergency part may come from, and who is told first. */
      emergency: z.strictObject({ source: z.literal('stock_unit'), notify: z.array(z.string()), ...origin }).optional(),
      oldPartReturned: z.strictObject({ required: z.boolean(), ...origin }).optional(),
      ...origin,
    })
    .optional(),
  visit: z
    .strictObject({
      /** Quality mark: arriving between these offsets of the appointment. */
      early: z.strictObject({ from: duration, to: duration, ...origin }).optional(),
      lateTiers: z
        .array(
          z.strictObject({
            upTo: duration.optional(),
            action: z.enum(['apologise', 'apologise_and_gift']),
            refused: z.string().optional(),
            title: text,
            ...origin,
          }),
        )
        .default([]),
      lateCallBefore: z.strictObject({ lead: duration, ...origin }).optional(),
      noShow: z
        .strictObject({
          steps: z.array(z.enum(['phone', 'neighbours', 'card', 'centre'])).min(1),
          phoneAfter: duration,
          ...origin,
        })
        .optional(),
      reschedule: z
        .strictObject({ consent: z.boolean(), refused: z.enum(['reassign']).optional(), ...origin })
        .optional(),
      departure: z.strictObject({ planAhead: duration, arriveEarly: duration, ...origin }).optional(),
    })
    .optional(),
  fees: z.array(feeLine).default([]),
  quote: z
    .strictObject({
      /** The quote may not be above the fee table. */
      capped: z.boolean().default(false),
      form: z.string().optional(),
      pause: z.string().optional(),
      ...origin,
    })
    .optional(),
  loaner: z
    .strictObject({
      available: z.boolean(),
      deposit: z.enum(['none', 'perModel']),
      agreement: z.boolean(),
      approval: id.optional(),
      ...origin,
    })
    .optional(),
  approvals: z.array(approval).default([]),
  /** Asked in this order; `tell` is the policy role that is told of the request. */
  technicalHelp: z.array(z.strictObject({ id, title: text, tell: z.string().optional(), ...origin })).default([]),
  checklists: z.array(checklist).default([]),
  requirements: z.array(requirement).default([]),
  complaints: complaintsSection.optional(),
  returns: returnsSection.optional(),
  dispatch: dispatchSection.optional(),
  customerFiles: customerFilesSection.optional(),
  stock: stockSection.optional(),
  partners: partnersSection.optional(),
  care: careSection.optional(),
  surveys: surveysSection.optional(),
  reports: reportsSection.optional(),
  records: recordsSection.optional(),
  jobs: jobsSection.optional(),
  filings: filingsSection.default([]),
  holidayDuty: holidayDutySection.optional(),
  amounts: amountsSection.optional(),
  /** Absent: a supervisor or approver other than who entered it confirms money. */
  money: moneySection.optional(),
  ...decisionSections,
  closing: z.strictObject({ reopenWindow: duration, ...origin }).optional(),
  /** Clauses of the source that this file enacts by a rule of the product itself, with how. */
  enactedBy: z.array(z.strictObject({ clause: clauseId, by: z.string() })).default([]),
});

/** A parsed policy file. */
export type Policy = z.infer<typeof policySchema>;
export type PolicyMilestone = z.infer<typeof milestone>;
export type PolicyTarget = z.infer<typeof targetRow>;
export type PolicyCallback = z.infer<typeof callback>;
export type PolicyWarn = z.infer<typeof warn>;
export type PolicyOrigin = Pick<PolicyTarget, 'clause' | 'default' | 'reading'>;
