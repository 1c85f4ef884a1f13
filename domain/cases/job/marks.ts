/**
 * The marks of a job: the moments that policies refer to. A callback adds `called_back.<callback id>` by
 * itself, a milestone `warned.<milestone id>` and `breached.<milestone id>`.
 */
import type { FactType } from '../../policy/rule';
import { repairWorks } from '../repair/state';
import { visitMarks } from '../visit/marks';
import { jobWorks, orderClasses } from './works';

export const jobMarks = {
  ...visitMarks,
  customer_notified: 'the customer was told of the work in advance',
  site_checked: 'the site was checked',
  site_unfit: 'the site check found something that has to be put right first',
  position_agreed: 'the place of the equipment was agreed with the customer',
  maintenance_briefed: 'use and upkeep were explained to the customer',
  work_finished: 'the work was done',
  installed: 'an installation was finished and tested',
  stock_arrived: 'goods that had to be got for a delivery came in',
  delivered: 'a delivery was brought to where it belongs',
  work_unfinished: 'the work could not be finished on this visit',
  department_served: 'a department got its part of a delivery at the desk',
  departments_served: 'every department of a delivery got its part',
  goods_checked: 'the user counted and looked over the goods, both sides present',
  goods_differ: 'goods were missing or damaged',
  acceptance_recorded: 'both sides recorded what they found at the acceptance',
  acceptance_signed: 'it was accepted and both sides signed',
  acceptance_refused: 'it was not accepted',
  test_reported: 'a product test at the customer’s wish was summed up',
  consultation_answered: 'a question about a product was answered',
} as const;

export const jobFacts = {
  work: 'what the job is',
  order: 'what a delivery is of',
  source: 'where the request came from',
  product: 'product family',
  region: 'region',
  channel: 'on site; remote for a question',
  outOfTown: 'the customer is out of town',
  travelTime: 'estimated travel time',
  keyAccount: 'key account or major project (queue order only)',
  appointment: 'the agreed visit time',
  collectPayment: 'money is to be collected',
  signatureNeeded: 'a signature is to be taken',
  salespersonAccompanies: 'a salesperson goes along',
  recordComplete: 'the intake record is complete',
  tested: 'the work ended with a passed test run',
  resolved: 'the work was finished',
} as const;

/** What a fact of a job holds, where it is not yes or no. */
export const jobFactTypes: Partial<Record<keyof typeof jobFacts, FactType>> = {
  work: [...new Set([...repairWorks, ...jobWorks])],
  order: [...orderClasses],
  source: 'policy',
  product: 'policy',
  region: 'policy',
  channel: ['on_site', 'carry_in', 'send_in', 'remote'],
  travelTime: 'duration',
  appointment: 'instant',
};
