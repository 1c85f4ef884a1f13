/** The mails of the workshop and of the end: promised dates, collection, callbacks, closing. In both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const COMPLETION_TEMPLATES = {
  take_back_explained: ['customer'],
  no_result_promised: ['customer'],
  prepare_new_unit: ['staff'],
  promised_date: ['customer', 'staff'],
  delay_explained: ['customer', 'staff'],
  promised_overdue: ['staff'],
  ready_for_collection: ['customer', 'staff'],
  shipped_back: ['customer', 'staff'],
  repair_finished: ['customer', 'staff'],
  result_reported: ['staff'],
  callback_due: ['staff'],
  callback_missed: ['staff'],
  case_closed: ['customer', 'staff'],
  case_cancelled: ['customer', 'staff'],
} as const;

type Mails = MailsOf<typeof COMPLETION_TEMPLATES>;

export const completionMailsZh: Mails = {
  take_back_explained: {
    customer: {
      title: '设备需带回维修',
      text: '您好！您的设备在现场无法修复，需要带回维修。',
      next: '请保存好维修单，取机时凭单领取。',
    },
  },
  no_result_promised: {
    customer: {
      title: '关于返修结果',
      text: '您好！您的设备已收到。该设备已超过质保期，我们会尽力维修，但不能承诺修复结果。',
      next: '检测后如需收费，我们会先向您报价。',
    },
  },
  prepare_new_unit: {
    staff: {
      title: '客户不同意带回设备',
      text: '客户不同意将设备带回维修。',
      next: '请准备新机，并与客户约定更换时间。',
    },
  },
  promised_date: {
    customer: { title: '预计完成时间', text: '您好！我们预计在下列时间完成维修。' },
    staff: {
      title: '已承诺完成时间',
      text: '已向客户承诺完成时间。',
      next: '请按时完成；不能按时的，请立即上报并告知客户。',
    },
  },
  delay_explained: {
    customer: {
      title: '维修将延期',
      text: '您好！非常抱歉，您的设备不能按原定时间修好。',
      next: '我们会尽快告知您新的时间。如有不便，请致电我们的服务热线。',
    },
    staff: { title: '不能按原定时间修好', text: '已知不能按承诺的时间修好。', next: '请向客户说明，并商定新的时间。' },
  },
  promised_overdue: {
    staff: {
      title: '承诺时间已过',
      text: '向客户承诺的时间已过，尚未完成。',
      next: '请立即联系客户说明，并商定新的时间。',
    },
  },
  ready_for_collection: {
    customer: {
      title: '设备已修好，请取回',
      text: '您好！您的设备已修好，可以取回。',
      next: '请凭维修单取机；借有代用机的，请一并带来。',
    },
    staff: { title: '设备待客户取回', text: '设备已修好，已通知客户取回。' },
  },
  shipped_back: {
    customer: {
      title: '设备已寄回',
      text: '您好！您的设备已修好并寄回。',
      next: '收到后请当面检查。如有问题，请立即致电我们的服务热线。',
    },
    staff: { title: '设备已寄回客户', text: '设备已寄回客户。', next: '请按时回访。' },
  },
  repair_finished: {
    customer: {
      title: '维修已完成',
      text: '您好！您的设备已修好。',
      next: '我们会回访了解使用情况。如有问题，请致电我们的服务热线。',
    },
    staff: { title: '维修已完成', text: '故障已排除。', next: '请完成试机、签字，并按时回访。' },
  },
  result_reported: {
    staff: { title: '维修结果反馈', text: '维修结果已反馈，情况见下。', next: '请告知客户，并按时回访。' },
  },
  callback_due: {
    staff: { title: '请回访客户', text: '回访时间已到。', next: '请联系客户，并在服务单中记录结果。' },
  },
  callback_missed: {
    staff: {
      title: '回访未完成',
      text: '多次未能联系上客户，或回访已超时。',
      next: '请决定继续回访，或写明理由结束。',
    },
  },
  case_closed: {
    customer: {
      title: '服务单已结束',
      text: '您好！您的服务单已结束，感谢您的支持。',
      next: '如问题再次出现，请致电我们的服务热线。',
    },
    staff: { title: '服务单已关闭', text: '该服务单已关闭。' },
  },
  case_cancelled: {
    customer: { title: '服务单已取消', text: '您好！您的服务单已取消。', next: '如非您的本意，请致电我们的服务热线。' },
    staff: { title: '服务单已取消', text: '该服务单已取消，未到期的时限不再计算。' },
  },
};

export const completionMailsEn: Mails = {
  take_back_explained: {
    customer: {
      title: 'Your device goes to the workshop',
      text: 'Your device cannot be repaired on site and has to be taken to the workshop.',
      next: 'Please keep the repair ticket; you need it to collect the device.',
    },
  },
  no_result_promised: {
    customer: {
      title: 'About the result of the repair',
      text: 'We have received your device. Its warranty is over: we do our best, but cannot promise that it can be repaired.',
      next: 'If there is something to pay, we send you a quote first.',
    },
  },
  prepare_new_unit: {
    staff: {
      title: 'Customer keeps the device',
      text: 'The customer does not agree to the device being taken away.',
      next: 'Please prepare a new unit and agree a time for the exchange.',
    },
  },
  promised_date: {
    customer: { title: 'When your repair will be done', text: 'We expect to finish the repair by the following time.' },
    staff: {
      title: 'Date promised',
      text: 'A date was promised to the customer.',
      next: 'Please keep it. If that is impossible, report it at once and tell the customer.',
    },
  },
  delay_explained: {
    customer: {
      title: 'Your repair is delayed',
      text: 'We are sorry: your device cannot be repaired by the promised time.',
      next: 'We will tell you the new time soon. If this is a problem, please call our service hotline.',
    },
    staff: {
      title: 'Promised date cannot be kept',
      text: 'It is known that the promised date cannot be kept.',
      next: 'Please explain it to the customer and agree a new time.',
    },
  },
  promised_overdue: {
    staff: {
      title: 'Promised date has passed',
      text: 'The date promised to the customer has passed and the work is not done.',
      next: 'Please call the customer at once and agree a new time.',
    },
  },
  ready_for_collection: {
    customer: {
      title: 'Your device is ready',
      text: 'Your device is repaired and can be collected.',
      next: 'Please bring the repair ticket, and the loaner if you have one.',
    },
    staff: { title: 'Waiting to be collected', text: 'The device is repaired and the customer was told.' },
  },
  shipped_back: {
    customer: {
      title: 'Your device is on its way',
      text: 'Your device is repaired and was sent back to you.',
      next: 'Please check it on receipt, and call our service hotline at once if anything is wrong.',
    },
    staff: {
      title: 'Sent back',
      text: 'The device was sent back to the customer.',
      next: 'Please call the customer back in time.',
    },
  },
  repair_finished: {
    customer: {
      title: 'Your repair is done',
      text: 'Your device is repaired.',
      next: 'We will call to ask how it works. If anything is wrong, please call our service hotline.',
    },
    staff: {
      title: 'Repair finished',
      text: 'The fault is cleared.',
      next: 'Please complete test run and signature, and call back in time.',
    },
  },
  result_reported: {
    staff: {
      title: 'Result of the repair',
      text: 'The result of the repair was reported.',
      next: 'Please tell the customer, and call back in time.',
    },
  },
  callback_due: {
    staff: {
      title: 'Please call the customer back',
      text: 'A callback is due.',
      next: 'Please call and record the result.',
    },
  },
  callback_missed: {
    staff: {
      title: 'Callback not made',
      text: 'The customer could not be reached several times, or the callback is late.',
      next: 'Please decide to go on, or end it with a reason.',
    },
  },
  case_closed: {
    customer: {
      title: 'Your case is closed',
      text: 'Your case is closed. Thank you.',
      next: 'If the problem comes back, please call our service hotline.',
    },
    staff: { title: 'Case closed', text: 'This case is closed.' },
  },
  case_cancelled: {
    customer: {
      title: 'Your case was cancelled',
      text: 'Your case was cancelled.',
      next: 'If this was not your wish, please call our service hotline.',
    },
    staff: { title: 'Case cancelled', text: 'This case was cancelled; its running clocks have ended.' },
  },
};
