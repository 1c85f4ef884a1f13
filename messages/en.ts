import { auditMailsEn } from './audit-mails';
import { careMailsEn } from './care-mails';
import { complaintMailsEn } from './complaint-mails';
import { completionMailsEn } from './completion-mails';
import { diagnosisMailsEn } from './diagnosis-mails';
import { dutyMailsEn } from './duty-mails';
import { intakeMailsEn } from './intake-mails';
import { jobMailsEn } from './job-mails';
import { moneyMailsEn } from './money';
import { partsMailsEn } from './parts-mails';
import { priceMailsEn } from './price';
import { returnMailsEn } from './return-mails';
import { supervisionMailsEn } from './supervision-mails';
import type { Messages } from './templates';
import { visitMailsEn } from './visit-mails';

/** The English mails. */
export const en: Messages = {
  generic: {
    customer: {
      title: 'News on your service',
      text: 'There is news on your service request.',
      next: 'Please call our service hotline for details.',
    },
    staff: {
      title: 'News on a case',
      text: 'There is a notice on this case for which no words have been prepared.',
      next: 'Please open the case.',
    },
  },
  ...intakeMailsEn,
  ...visitMailsEn,
  ...diagnosisMailsEn,
  ...partsMailsEn,
  ...completionMailsEn,
  ...complaintMailsEn,
  ...moneyMailsEn,
  ...priceMailsEn,
  ...returnMailsEn,
  ...jobMailsEn,
  ...dutyMailsEn,
  ...careMailsEn,
  ...auditMailsEn,
  ...supervisionMailsEn,
};
