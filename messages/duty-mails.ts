/** The mails of recurring duties and of the daily plan, in both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const DUTY_TEMPLATES = {
  chore_warning: ['staff'],
  chore_late: ['staff'],
  chore_climbed: ['staff'],
  stock_low: ['staff'],
  partner_audit_failed: ['staff'],
  plan_drafted: ['staff'],
  plan_leftovers: ['staff'],
  plan_table: ['staff'],
  plan_published: ['staff'],
  sheets_missing: ['staff'],
  sheets_reconciled: ['staff'],
} as const;

type Mails = MailsOf<typeof DUTY_TEMPLATES>;

export const dutyMailsZh: Mails = {
  chore_warning: {
    staff: { title: '例行工作即将到期', text: '下列例行工作即将到期，尚未完成。', next: '请在到期前完成。' },
  },
  chore_late: {
    staff: { title: '例行工作已逾期', text: '下列例行工作到期未完成。', next: '请立即完成，或确认后安排他人处理。' },
  },
  chore_climbed: {
    staff: {
      title: '例行工作逾期无人处理',
      text: '下列逾期的例行工作一直没有人确认，现升级告知。',
      next: '请确认，并督促完成。',
    },
  },
  stock_low: {
    staff: {
      title: '零配件库存低于订货点',
      text: '下列零配件的库存已低于订货点。',
      next: '请及时向厂家订购；订购或补足后，该项自行了结。',
    },
  },
  partner_audit_failed: {
    staff: {
      title: '合作方服务调查不合格',
      text: '对合作方的服务调查不合格，所见如下，整改期限列在最前。',
      next: '请督促按期整改；整改后请记录，该项自行了结。',
    },
  },
  plan_drafted: {
    staff: {
      title: '次日派工计划待确认',
      text: '系统已排出次日派工计划的初稿，遗留工作排在最前。冲突与超负荷已标出。',
      next: '请核对、调整并在时限前发布。',
    },
  },
  plan_leftovers: {
    staff: {
      title: '遗留工作优先派工',
      text: '下列工作当日没有派出或没有做完，已优先排入次日计划。',
      next: '请优先安排，必要时调配人手。',
    },
  },
  plan_table: {
    staff: { title: '人员动向和回访情况表', text: '附件是人员动向和回访情况表。' },
  },
  plan_published: {
    staff: {
      title: '您的次日工作安排',
      text: '以下是您次日的工作安排，附件可导入日历。',
      next: '出发前请自检工具和配件；有变化请立即告知派工员。',
    },
  },
  sheets_missing: {
    staff: {
      title: '当日服务记录单未交',
      text: '下列上门服务的记录单当日没有交回。',
      next: '请尽快交回记录单。',
    },
  },
  sheets_reconciled: {
    staff: {
      title: '当日服务记录单核对结果',
      text: '当日服务记录单已核对，未交或金额不符的列在下面。',
      next: '请追回未交的记录单，核实不符的金额。',
    },
  },
};

export const dutyMailsEn: Mails = {
  chore_warning: {
    staff: {
      title: 'Recurring duty due soon',
      text: 'These recurring duties are due soon and not done.',
      next: 'Please do them in time.',
    },
  },
  chore_late: {
    staff: {
      title: 'Recurring duty late',
      text: 'These recurring duties were not done by their due time.',
      next: 'Please do them now, or acknowledge and have somebody else do them.',
    },
  },
  chore_climbed: {
    staff: {
      title: 'Late duty unanswered',
      text: 'Nobody has acknowledged these late duties, so you are told.',
      next: 'Please acknowledge them and see that they are done.',
    },
  },
  stock_low: {
    staff: {
      title: 'Parts below their reorder level',
      text: 'The stock of these parts has fallen below their reorder level.',
      next: 'Please order them from the maker; once ordered or stocked up, the duty ends by itself.',
    },
  },
  partner_audit_failed: {
    staff: {
      title: 'A partner’s audit was not passed',
      text: 'An audit of the partner’s service was not passed. The due date of the correction stands first, then what was found.',
      next: 'Please see that it is corrected in time; once the correction is recorded, the duty ends by itself.',
    },
  },
  plan_drafted: {
    staff: {
      title: 'Plan for the next day to confirm',
      text: 'The plan for the next day is drafted, jobs left over first. Conflicts and overload are marked.',
      next: 'Please check, change and publish it in time.',
    },
  },
  plan_leftovers: {
    staff: {
      title: 'Jobs left over come first',
      text: 'These jobs were not dispatched or not finished today and stand first in the plan for the next day.',
      next: 'Please have them done first, with more hands where needed.',
    },
  },
  plan_table: {
    staff: { title: 'Movements and callbacks', text: 'The table of staff movements and callbacks is attached.' },
  },
  plan_published: {
    staff: {
      title: 'Your work of the next day',
      text: 'This is your work of the next day; the file attached goes into your calendar.',
      next: 'Please check tools and parts before you leave, and tell the dispatcher of any change at once.',
    },
  },
  sheets_missing: {
    staff: {
      title: 'Record sheets missing',
      text: 'The record sheets of these visits have not come in today.',
      next: 'Please hand them in as soon as possible.',
    },
  },
  sheets_reconciled: {
    staff: {
      title: 'Record sheets of the day checked',
      text: 'The record sheets of the day were checked; those missing or with another amount are listed.',
      next: 'Please get the missing ones and look into the amounts.',
    },
  },
};
