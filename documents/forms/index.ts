/** The papers of a case by name: a head that says which case and under which policy, then what the form holds. */
import { forms } from '../../domain/documents/forms';
import type { FormName } from '../../domain/documents/form-names';
import { canonicalJson } from '../../domain/policy/canonical';
import type { ComplaintState } from '../../domain/cases/complaint/state';
import type { JobState } from '../../domain/cases/job/state';
import type { RepairState } from '../../domain/cases/repair/state';
import type { ReturnState } from '../../domain/cases/return/state';
import { FORM_WORDS as W } from '../../messages/form-words';
import type { Block, DocumentContent } from '../content';
import { both, Writer, type CaseFile } from './case-file';
import { loanerAgreement, quotation } from './charges';
import { complaintForm } from './complaint';
import { callbackRecord } from './follow-up';
import { acceptanceCertificate, acceptanceRecord, deskDelivery, goodsCheck, testReport } from './jobs';
import { goodsInRecord, handlingPlan, returnApplication, returnOrder } from './returns';
import { sampleTest } from './samples';
import { dispatchOrder, repairTicket, serviceReport, serviceRequest } from './service';

type BlocksOf = (file: CaseFile) => Block[];

/** A form is printed for its own kinds of case only: `forms` says which, and whoever asks has checked it. */
const served =
  (print: (writer: Writer<RepairState | JobState>) => Block[]): BlocksOf =>
  (file) =>
    print(new Writer(file as CaseFile<RepairState | JobState>));
const repaired =
  (print: (writer: Writer<RepairState>) => Block[]): BlocksOf =>
  (file) =>
    print(new Writer(file as CaseFile<RepairState>));
const worked =
  (print: (writer: Writer<JobState>) => Block[]): BlocksOf =>
  (file) =>
    print(new Writer(file as CaseFile<JobState>));
const returned =
  (print: (writer: Writer<ReturnState>) => Block[]): BlocksOf =>
  (file) =>
    print(new Writer(file as CaseFile<ReturnState>));
const complained =
  (print: (writer: Writer<ComplaintState>) => Block[]): BlocksOf =>
  (file) =>
    print(new Writer(file as CaseFile<ComplaintState>));

const printed: Readonly<Record<FormName, BlocksOf>> = {
  service_request: served(serviceRequest),
  repair_ticket: repaired(repairTicket),
  quote: repaired(quotation),
  loaner_agreement: repaired(loanerAgreement),
  service_report: served(serviceReport),
  return_application: returned(returnApplication),
  handling_plan: returned(handlingPlan),
  return_order: returned(returnOrder),
  goods_in_record: returned(goodsInRecord),
  complaint_form: complained(complaintForm),
  sample_test: complained(sampleTest),
  dispatch_order: served(dispatchOrder),
  desk_delivery: worked(deskDelivery),
  goods_check: worked(goodsCheck),
  acceptance_certificate: worked(acceptanceCertificate),
  acceptance_record: worked(acceptanceRecord),
  test_report: worked(testReport),
  callback_record: (file) => callbackRecord(new Writer(file)),
};

/**
 * What a form says of a case. Nothing in it but the case: no time of printing, no counter, so printing it again gives the
 * same paper for as long as the case says the same.
 * @param sha256 the SHA-256 of a text, in hexadecimal; the check code at the foot is the beginning of that of the content
 */
export function formContent(form: FormName, file: CaseFile, sha256: (text: string) => string): DocumentContent {
  const { state, company, policy } = file;
  const hotline = policy.hotline ?? company.hotline;
  const title = both(forms[form].title);
  const writer = new Writer(file);
  const content = {
    title,
    subtitle: [
      `${both(company.name)}${hotline === undefined ? '' : ` · ${W.hotline} ${hotline}`}`,
      `${W.caseNo} ${state.caseId} · ${W.opened} ${writer.at(state.openedAt)}`,
      `${W.policy} ${policy.title ? both(policy.title) : policy.id} (${policy.id} ${policy.version})`,
    ],
    blocks: printed[form](file),
  };
  const code = sha256(canonicalJson(content)).slice(0, 16);
  return { ...content, footer: `${state.caseId} · ${title} · ${W.check} ${code}` };
}
