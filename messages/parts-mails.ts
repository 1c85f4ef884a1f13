/** The mails about parts, technical help and loaners. In both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const PARTS_TEMPLATES = {
  part_needed: ['customer'],
  parts_waiting: ['customer', 'staff'],
  parts_late: ['staff'],
  parts_arrived: ['customer', 'staff'],
  parts_cap_reached: ['staff'],
  order_part: ['staff'],
  help_needed: ['staff'],
  stock_unit_used: ['staff'],
  loaner_approval_needed: ['staff'],
  loaner_issued: ['customer', 'staff'],
  loaner_overdue: ['customer', 'staff'],
  approval_needed: ['staff'],
} as const;

type Mails = MailsOf<typeof PARTS_TEMPLATES>;

export const partsMailsZh: Mails = {
  part_needed: {
    customer: {
      title: '需要更换配件',
      text: '您好！您的设备还需要更换配件，我们正在准备。',
      next: '配件到后我们会立即与您联系。',
    },
  },
  parts_waiting: {
    customer: { title: '正在等待配件', text: '您好！您的设备正在等待配件。', next: '配件到后我们会立即与您联系。' },
    staff: {
      title: '等待配件',
      text: '该服务单在等待配件，等待有上限，上限时间见下。',
      next: '请催问配件；赶不上的，请准备库存机拆件、代用机或返厂。',
    },
  },
  parts_late: {
    staff: {
      title: '配件赶不上预计日期',
      text: '该服务单等待的配件没有按预计日期到货，或预计日期已晚于等件上限。',
      next: '请催问供应方并更新预计日期；赶不上的，请准备库存机拆件、代用机或返厂。',
    },
  },
  parts_arrived: {
    customer: { title: '配件已到', text: '您好！您的设备所需的配件已到。', next: '我们会尽快与您约定维修时间。' },
    staff: { title: '配件已到', text: '该服务单等待的配件已到。', next: '请安排继续维修。' },
  },
  parts_cap_reached: {
    staff: {
      title: '等件已达上限',
      text: '该服务单等待配件已达上限，配件仍未到。维修时限继续计时，不能再次等件。',
      next: '请立即选择下列可选措施之一。',
    },
  },
  order_part: {
    staff: { title: '请订购配件', text: '该服务单需要订购配件。', next: '请订购，并在服务单中填写预计到货时间。' },
  },
  help_needed: {
    staff: {
      title: '请给予技术协助',
      text: '工程师遇到无法自行解决的问题，请求技术协助。',
      next: '请联系工程师，并在服务单中记录答复。',
    },
  },
  stock_unit_used: {
    staff: {
      title: '从库存机拆取配件',
      text: '为保证客户使用，已从库存机拆取配件，该机暂时不能销售。',
      next: '请停止销售该机，并订购配件补回。',
    },
  },
  loaner_approval_needed: {
    staff: { title: '代用机待审批', text: '有一项代用机申请等待您审批。', next: '请打开服务单，批准或拒绝。' },
  },
  loaner_issued: {
    customer: {
      title: '代用机已发放',
      text: '您好！在您的设备修好之前，我们为您提供代用机。',
      next: '请妥善使用，设备修好后归还代用机；有押金的，归还后退还。',
    },
    staff: { title: '代用机已发放', text: '已向客户发放代用机。', next: '设备修好后请收回代用机。' },
  },
  loaner_overdue: {
    customer: {
      title: '请归还代用机',
      text: '您好！您的设备已修好，代用机尚未归还。',
      next: '请尽快归还，或致电我们的服务热线约定时间。',
    },
    staff: { title: '代用机逾期未还', text: '客户尚未归还代用机。', next: '请联系客户收回。' },
  },
  approval_needed: {
    staff: { title: '待您审批', text: '有一项申请等待您审批。', next: '请打开服务单，批准或拒绝，并写明理由。' },
  },
};

export const partsMailsEn: Mails = {
  part_needed: {
    customer: {
      title: 'A part is needed',
      text: 'Your device needs another part, which we are getting.',
      next: 'We will contact you as soon as it is here.',
    },
  },
  parts_waiting: {
    customer: {
      title: 'Waiting for a part',
      text: 'Your device is waiting for a part.',
      next: 'We will contact you as soon as it is here.',
    },
    staff: {
      title: 'Waiting for parts',
      text: 'This case waits for parts, and the wait is limited: see below until when.',
      next: 'Please chase the part. If it will be late, prepare a stock unit, a loaner or the maker’s repair.',
    },
  },
  parts_late: {
    staff: {
      title: 'Part late for its date',
      text: 'The part of this case has not come on its expected date, or is expected after the wait’s limit.',
      next: 'Please ask the supplier and move the date. If it will be late, prepare a stock unit, a loaner or the maker.',
    },
  },
  parts_arrived: {
    customer: {
      title: 'The part is here',
      text: 'The part for your device has arrived.',
      next: 'We will agree a time for the repair with you soon.',
    },
    staff: {
      title: 'Parts arrived',
      text: 'The parts for this case have arrived.',
      next: 'Please go on with the repair.',
    },
  },
  parts_cap_reached: {
    staff: {
      title: 'Parts wait at its cap',
      text: 'This case has waited for parts as long as it may, and the part is still missing. The repair clock runs on; no further wait is possible.',
      next: 'Please choose one of the options below at once.',
    },
  },
  order_part: {
    staff: {
      title: 'Please order a part',
      text: 'This case needs a part to be ordered.',
      next: 'Please order it and enter when it is expected.',
    },
  },
  help_needed: {
    staff: {
      title: 'Technical help is needed',
      text: 'The engineer cannot solve the fault alone and asks for technical help.',
      next: 'Please contact the engineer and record the answer in the case.',
    },
  },
  stock_unit_used: {
    staff: {
      title: 'Part taken from a stock unit',
      text: 'To keep the customer working a part was taken from a unit in stock, which cannot be sold for now.',
      next: 'Please stop its sale and order the part to restore it.',
    },
  },
  loaner_approval_needed: {
    staff: {
      title: 'Loaner to approve',
      text: 'A request for a loaner waits for you.',
      next: 'Please open the case and approve or refuse it.',
    },
  },
  loaner_issued: {
    customer: {
      title: 'Your loaner',
      text: 'You have a loaner until your device is repaired.',
      next: 'Please take care of it and return it afterwards; a deposit is paid back on return.',
    },
    staff: {
      title: 'Loaner issued',
      text: 'The customer has a loaner.',
      next: 'Please take it back when the device is repaired.',
    },
  },
  loaner_overdue: {
    customer: {
      title: 'Please return the loaner',
      text: 'Your device is repaired and the loaner has not come back yet.',
      next: 'Please return it soon, or call our service hotline to agree a time.',
    },
    staff: {
      title: 'Loaner overdue',
      text: 'The customer has not returned the loaner.',
      next: 'Please contact the customer.',
    },
  },
  approval_needed: {
    staff: {
      title: 'Your approval is needed',
      text: 'A request waits for your approval.',
      next: 'Please open the case and approve or refuse it with a reason.',
    },
  },
};
