/** The mails of the archive, in both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const AUDIT_TEMPLATES = { archive_head: ['staff'] } as const;

type Mails = MailsOf<typeof AUDIT_TEMPLATES>;

export const auditMailsZh: Mails = {
  archive_head: {
    staff: {
      title: '归档链头',
      text: '以下是案件归档的链头。归档今后若被改写或截短，只有对照别处留存的链头才能发现。',
      next: '请将链头抄录在归档管理者无法触及之处，例如纸质登记簿；核对时使用 sanbao audit verify --head。',
    },
  },
};

export const auditMailsEn: Mails = {
  archive_head: {
    staff: {
      title: 'Chain head of the archive',
      text: 'This is the chain head of the archive of cases. Should the archive be rewritten or cut off later, only a head that was kept elsewhere shows it.',
      next: 'Please write it down where nobody who keeps the archive can reach it, such as on paper. Check with: sanbao audit verify --head.',
    },
  },
};
