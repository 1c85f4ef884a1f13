/** The mails of care, surveys and reports, in both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const CARE_TEMPLATES = {
  visit_ahead: ['customer'],
  maintenance_expiry: ['customer'],
  maintenance_reminder: ['customer'],
  survey_invite: ['customer'],
  survey_reminder: ['customer'],
  report_ready: ['staff'],
} as const;

type Mails = MailsOf<typeof CARE_TEMPLATES>;

export const careMailsZh: Mails = {
  visit_ahead: {
    customer: {
      title: '上门服务预先通知',
      text: '我们的维修人员将在下列日期上门，现提前告知，请安排人员配合。',
      next: '如需改期，请致电服务热线。',
    },
  },
  maintenance_expiry: {
    customer: {
      title: '保养到期通知书',
      text: '贵单位的质保期将于下列日期届满。我们的客服代表会与您联系，约定上门拜访时间。',
      next: '如愿续签维保合同，请致电服务热线。',
    },
  },
  maintenance_reminder: {
    customer: {
      title: '保养提醒',
      text: '您的设备将于下列日期到保养期，请按期保养。',
      next: '请致电服务热线预约。',
    },
  },
  survey_invite: {
    customer: {
      title: '服务满意度调查',
      text: '请用一分钟告诉我们您对服务是否满意。请打开下面的链接作答，链接只能使用一次。',
      next: '请在一周内作答；不便作答的，我们会致电记录您的意见。',
    },
  },
  survey_reminder: {
    customer: {
      title: '提醒：服务满意度调查',
      text: '我们还没有收到您的答复。请打开下面的链接作答，链接只能使用一次。',
      next: '不便作答的，我们会致电记录您的意见。',
    },
  },
  report_ready: {
    staff: { title: '服务报表', text: '报表已编制，PDF 和 Excel 见附件。', next: '请查阅未达标的指标。' },
  },
};

export const careMailsEn: Mails = {
  visit_ahead: {
    customer: {
      title: 'Notice of planned work',
      text: 'Our engineer will come on the date below. We tell you ahead so that somebody can be there.',
      next: 'To have another date, please call the service hotline.',
    },
  },
  maintenance_expiry: {
    customer: {
      title: 'Your warranty is about to end',
      text: 'Your warranty ends on the date below. Our representative will call you to agree a visit.',
      next: 'To renew the maintenance contract, please call the service hotline.',
    },
  },
  maintenance_reminder: {
    customer: {
      title: 'Maintenance is due',
      text: 'Your unit is due for maintenance on the date below.',
      next: 'Please call the service hotline for an appointment.',
    },
  },
  survey_invite: {
    customer: {
      title: 'How satisfied are you?',
      text: 'Please take a minute to tell us. Open the link below; it can be used once.',
      next: 'Please answer within a week. If you would rather not, we will call you and write your answers down.',
    },
  },
  survey_reminder: {
    customer: {
      title: 'Reminder: how satisfied are you?',
      text: 'We have not heard from you yet. Open the link below; it can be used once.',
      next: 'If you would rather not, we will call you and write your answers down.',
    },
  },
  report_ready: {
    staff: {
      title: 'Service report',
      text: 'The report was made; PDF and Excel are attached.',
      next: 'Please look at the KPIs that were missed.',
    },
  },
};

/** What the duties of care are called, by the kind of the chore. */
export const CARE_DUTIES = {
  care_call: { zh: '客户回访', en: 'Call to a customer' },
  care_visit: { zh: '定期上门', en: 'Planned visit' },
  care_notice: { zh: '书面通知客户', en: 'Notice to a customer' },
  care_training: { zh: '用户培训', en: 'Training' },
  survey_return: { zh: '满意度调查未回收', en: 'Survey not back' },
  answer_complaint: { zh: '差评待立案处理', en: 'Bad answer without a complaint' },
  report: { zh: '服务报表', en: 'Report' },
} as const;
