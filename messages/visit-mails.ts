/** The mails about visits: agreed, moved, late, in vain. In both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const VISIT_TEMPLATES = {
  visit_appointed: ['customer', 'staff'],
  visit_rescheduled: ['customer', 'staff'],
  reassign_visit: ['staff'],
  engineer_delayed: ['customer', 'staff'],
  customer_not_met: ['staff'],
  no_show_card: ['customer', 'staff'],
  customer_unreached: ['staff'],
  site_feedback: ['staff'],
} as const;

type Mails = MailsOf<typeof VISIT_TEMPLATES>;

export const visitMailsZh: Mails = {
  visit_appointed: {
    customer: {
      title: '上门时间已约定',
      text: '您好！我们与您约定的上门时间如下。',
      next: '如需改期，请提前致电我们的服务热线。',
    },
    staff: {
      title: '上门时间已约定',
      text: '已与客户约定上门时间。',
      next: '请按约定时间到达；如可能延误，请在约定时间之前告知客户。',
    },
  },
  visit_rescheduled: {
    customer: {
      title: '上门时间已更改',
      text: '您好！非常抱歉给您带来不便。经您同意，上门时间更改如下。',
      next: '如有疑问，请致电我们的服务热线。',
    },
    staff: { title: '上门时间已更改', text: '经客户同意，上门时间已更改。', next: '请按新的时间安排。' },
  },
  reassign_visit: {
    staff: {
      title: '客户不同意改期',
      text: '客户不同意更改上门时间，原定时间仍然有效。',
      next: '请改派其他工程师按原定时间上门，或报信息员处理。',
    },
  },
  engineer_delayed: {
    customer: {
      title: '工程师将晚到',
      text: '您好！非常抱歉，工程师在路上有延误，将晚于约定时间到达。',
      next: '如您需要改期，请致电我们的服务热线。',
    },
    staff: { title: '工程师将晚到', text: '工程师报告将晚于约定时间到达。', next: '如尚未告知客户，请立即联系客户。' },
  },
  customer_not_met: {
    staff: {
      title: '未遇到客户',
      text: '工程师上门时未遇到客户，已按规定联系并留下留言卡。',
      next: '请联系客户，另行约定时间。',
    },
  },
  no_show_card: {
    customer: {
      title: '上门时未能见到您',
      text: '您好！我们的工程师按约定时间上门，未能见到您，并留下了留言卡。',
      next: '请致电我们的服务热线，另行约定时间。',
    },
    staff: {
      title: '未遇到客户，已留言',
      text: '工程师上门时未遇到客户，已留下留言卡。',
      next: '请联系客户，另行约定时间。',
    },
  },
  customer_unreached: {
    staff: {
      title: '电话未联系上客户，已直接上门',
      text: '工程师出发前未能打通客户电话，为按约定时间到达，已直接前往客户地址。',
      next: '请继续联系客户，并留意上门结果。',
    },
  },
  site_feedback: {
    staff: {
      title: '上门情况反馈',
      text: '工程师已离开客户现场，情况见下。',
      next: '请核对结果，未完成的请安排后续工作。',
    },
  },
};

export const visitMailsEn: Mails = {
  visit_appointed: {
    customer: {
      title: 'Your appointment',
      text: 'We have agreed the following time for the visit.',
      next: 'If you need another time, please call our service hotline beforehand.',
    },
    staff: {
      title: 'Appointment agreed',
      text: 'A time for the visit was agreed with the customer.',
      next: 'Please be there in time. If you may be late, tell the customer before the agreed time.',
    },
  },
  visit_rescheduled: {
    customer: {
      title: 'Your appointment has moved',
      text: 'We apologise for the inconvenience. As agreed with you, the visit was moved.',
      next: 'Please call our service hotline with any question.',
    },
    staff: {
      title: 'Appointment moved',
      text: 'The visit was moved with the customer’s consent.',
      next: 'Please plan for the new time.',
    },
  },
  reassign_visit: {
    staff: {
      title: 'Customer refuses another time',
      text: 'The customer did not agree to another time; the agreed time stands.',
      next: 'Please send another engineer at the agreed time, or pass it to the information clerk.',
    },
  },
  engineer_delayed: {
    customer: {
      title: 'The engineer will be late',
      text: 'We are sorry: the engineer is delayed on the way and will arrive after the agreed time.',
      next: 'If you prefer another time, please call our service hotline.',
    },
    staff: {
      title: 'Engineer will be late',
      text: 'The engineer reports a delay beyond the agreed time.',
      next: 'If the customer does not know yet, please call at once.',
    },
  },
  customer_not_met: {
    staff: {
      title: 'Customer not met',
      text: 'Nobody was there. The customer was called as the rules say and a card was left.',
      next: 'Please agree another time with the customer.',
    },
  },
  no_show_card: {
    customer: {
      title: 'We missed you',
      text: 'Our engineer came at the agreed time, did not meet you and left a card.',
      next: 'Please call our service hotline to agree another time.',
    },
    staff: {
      title: 'Customer not met, card left',
      text: 'Nobody was there; the engineer left a card.',
      next: 'Please agree another time with the customer.',
    },
  },
  customer_unreached: {
    staff: {
      title: 'Customer not reached, engineer on the way',
      text: 'The customer did not answer the phone; to be there in time the engineer goes to the address all the same.',
      next: 'Please keep trying to reach the customer, and see how the visit goes.',
    },
  },
  site_feedback: {
    staff: {
      title: 'How the visit went',
      text: 'The engineer has left the customer.',
      next: 'Please check the result, and arrange what is left to do.',
    },
  },
};
