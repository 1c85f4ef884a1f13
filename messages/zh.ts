import { auditMailsZh } from './audit-mails';
import { careMailsZh } from './care-mails';
import { complaintMailsZh } from './complaint-mails';
import { completionMailsZh } from './completion-mails';
import { diagnosisMailsZh } from './diagnosis-mails';
import { dutyMailsZh } from './duty-mails';
import { intakeMailsZh } from './intake-mails';
import { jobMailsZh } from './job-mails';
import { moneyMailsZh } from './money';
import { partsMailsZh } from './parts-mails';
import { priceMailsZh } from './price';
import { returnMailsZh } from './return-mails';
import { supervisionMailsZh } from './supervision-mails';
import type { Messages } from './templates';
import { visitMailsZh } from './visit-mails';

/** The Chinese mails. */
export const zh: Messages = {
  generic: {
    customer: { title: '服务进展', text: '您的服务单有新的进展。', next: '如需了解详情，请致电我们的服务热线。' },
    staff: {
      title: '服务单有新动态',
      text: '该服务单有一项通知，系统没有为它准备专门的说明。',
      next: '请打开服务单查看。',
    },
  },
  ...intakeMailsZh,
  ...visitMailsZh,
  ...diagnosisMailsZh,
  ...partsMailsZh,
  ...completionMailsZh,
  ...complaintMailsZh,
  ...moneyMailsZh,
  ...priceMailsZh,
  ...returnMailsZh,
  ...jobMailsZh,
  ...dutyMailsZh,
  ...careMailsZh,
  ...auditMailsZh,
  ...supervisionMailsZh,
};
