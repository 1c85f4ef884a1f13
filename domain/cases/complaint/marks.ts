import type { FactType } from '../../policy/rule';

/**
 * The marks of a complaint: the moments that policies refer to. A category adds `routed.<id>` and `answered.<id>`, a
 * level of review `appealed.<id>` and `ruled.<id>`, a callback `called_back.<id>`, a milestone `warned.<id>` and
 * `breached.<id>`.
 */
export const complaintMarks = {
  reported: 'the complaint was received and the case opened',
  form_completed: 'the complaint form has every field that the policy asks for, and is with who handles complaints',
  responded: 'the customer was contacted',
  acknowledged: 'the receipt was acknowledged to the customer',
  assessed: 'severity, safety and categories were judged',
  urgent_reported: 'an urgent matter',
  safety_reported: 'a danger to people or things',
  severe_loss: 'severe loss for the customer was reported',
  company_loss: 'a loss to the company threatens',
  incident_reported: 'staff or tools are held, or attacked',
  scene_preserved: 'the customer was asked to preserve the scene',
  regulator_referred: 'a regulator referred the complaint, or follows it',
  staff_concerned: 'the complaint is about a member of the staff',
  routed: 'a category was given to its owner',
  answered: 'a category’s owner answered',
  all_answered: 'every category is answered',
  batch_check_ordered: 'stock of the same lot has to be checked',
  stock_checked: 'stock of the same lot was looked for',
  sample_ordered: 'there is stock: a sample has to be tested',
  sample_tested: 'a sample of the lot was tested',
  sample_bad: 'the sample shows the same problem',
  batch_clear: 'no stock, or the sample shows no such problem',
  recall_opened: 'the lot is recalled',
  affected_listed: 'all affected customers are listed and told',
  recall_completed: 'every affected customer was dealt with',
  investigated: 'cause and liability were found',
  correction_planned: 'a corrective action has an owner and a date',
  correction_done: 'a corrective action was carried out',
  correction_verified: 'a corrective action was found effective',
  correction_overdue: 'the date of a corrective action passed',
  proposed: 'a solution was proposed',
  compensation_requested: 'compensation has to be approved',
  compensation_approved: 'compensation was approved',
  compensation_refused: 'compensation was refused',
  decided: 'the decision was made, and told to the customer in the same step',
  accepted: 'the customer accepted the decision',
  rejected: 'the customer did not accept the decision',
  appealed: 'the customer went to the next level',
  ruled: 'a level of review has ruled',
  ruled_final: 'the ruling is final',
  carried_out: 'what was agreed has been done',
  dissatisfied: 'the second contact found the customer not satisfied',
  satisfied: 'the second contact found the customer satisfied',
  written_result: 'the customer got the result in writing',
  weekly_written: 'the departments got their written account',
  withdrawn: 'the customer withdrew the complaint',
  closed: 'the case is closed',
  archived: 'the form and all papers are in the archive',
  reopened: 'the case was reopened inside the reopen window',
  cancelled: 'the case was cancelled',
} as const;

/** The facts of a complaint that policies may test. */
export const complaintFacts = {
  complaintSource: 'call, letter, visit, mailbox, callback, survey, regulator or other',
  complaintChannel: 'phone, fax, letter, oral, email, message or other',
  severity: 'minor, serious or critical',
  safety: 'people or things are in danger',
  severe: 'severe loss for the customer',
  urgent: 'it cannot wait',
  regulator: 'a regulator is concerned',
  aboutStaff: 'it is about a member of the staff',
  quality: 'a category that checks the lot is among the categories',
  region: 'region of the policy',
  product: 'product family of the policy',
  keyAccount: 'key account',
  overRunningCase: 'it is about a case that still runs',
  outcome: 'upheld, partly_upheld or not_upheld',
  compensated: 'compensation is part of the decision',
} as const;
export type ComplaintFact = keyof typeof complaintFacts;

/** What a fact holds, where it is not yes or no. */
export const complaintFactTypes: Partial<Record<ComplaintFact, FactType>> = {
  complaintSource: ['call', 'letter', 'visit', 'mailbox', 'callback', 'survey', 'regulator', 'other'],
  complaintChannel: ['phone', 'fax', 'letter', 'oral', 'email', 'message', 'other'],
  severity: ['minor', 'serious', 'critical'],
  region: 'policy',
  product: 'policy',
  outcome: ['upheld', 'partly_upheld', 'not_upheld'],
};
