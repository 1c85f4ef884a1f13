/** The mails of the beginning of a case: who has it, what it costs whom, and where to send it. In both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const INTAKE_TEMPLATES = {
  case_received: ['customer', 'staff'],
  entitlement_told: ['customer', 'staff'],
  facts_asked: ['staff'],
  handling_opinion: ['customer', 'staff'],
  case_handed_over: ['staff'],
  job_assigned: ['staff', 'customer'],
  engineer_declined: ['staff'],
  repair_address: ['customer'],
  warranty_terms: ['customer'],
} as const;

type Mails = MailsOf<typeof INTAKE_TEMPLATES>;

export const intakeMailsZh: Mails = {
  case_received: {
    customer: {
      title: '服务申请已受理',
      text: '您好！我们已收到您的服务申请并登记了服务单。',
      next: '请保存好服务单号，来电查询时报单号即可。我们会尽快与您联系。',
    },
    staff: { title: '新服务单', text: '登记了一张新的服务单。', next: '请在时限内联系客户并安排处理。' },
  },
  entitlement_told: {
    customer: {
      title: '费用责任判定',
      text: '您好！按我们的服务制度，本次服务的费用责任判定如下。',
      next: '收费项目我们会先报价，经您同意后再维修；如有异议，请致电服务热线。',
    },
    staff: { title: '费用责任已判定', text: '按制度判定的费用责任如下。' },
  },
  facts_asked: {
    staff: {
      title: '判定费用责任尚缺事实',
      text: '按制度，下列事实查明之前不能判定费用责任。',
      next: '请向客户了解，并在「定级与判定」中填写。',
    },
  },
  handling_opinion: {
    customer: {
      title: '处理意见',
      text: '您好！针对您的服务申请，我们的处理意见如下。',
      next: '如有疑问，请致电我们的服务热线。',
    },
    staff: { title: '已响应客户', text: '已向客户答复处理意见。' },
  },
  case_handed_over: {
    staff: {
      title: '服务单转交',
      text: '该服务单已转交给您，需要安排技术人员。',
      next: '请安排人员并在服务单中派工。',
    },
  },
  job_assigned: {
    staff: {
      title: '派工单',
      text: '该服务单已派给您，客户和设备信息见下。',
      next: '请在服务单中接单，出发前核对客户信息、故障和所需配件。',
    },
    customer: {
      title: '已为您安排服务工程师',
      text: '您好！我们已为您安排服务工程师，工程师会与您约定时间。',
      next: '工程师上门时请核对其姓名和工作证件。',
    },
  },
  engineer_declined: {
    staff: { title: '工程师未接单', text: '工程师没有接受该服务单。', next: '请尽快改派其他工程师。' },
  },
  repair_address: {
    customer: {
      title: '送修地址',
      text: '您好！您的产品需要送修或寄修。',
      next: '送修时请带上购买凭证；寄修请妥善包装，并在包裹内附上服务单号。',
    },
  },
  warranty_terms: {
    customer: {
      title: '保修期说明',
      text: '您好！同一产品的不同部件保修期可能不同，是否免费以损坏的部件所适用的保修期为准。',
      next: '工程师检查后会向您说明具体部件的保修情况；需要收费的，会先征得您的同意。',
    },
  },
};

export const intakeMailsEn: Mails = {
  case_received: {
    customer: {
      title: 'Your request was received',
      text: 'We have received your service request and opened a case.',
      next: 'Please keep the case number and give it when you call. We will be in touch soon.',
    },
    staff: {
      title: 'New case',
      text: 'A new case was opened.',
      next: 'Please contact the customer in time and arrange the work.',
    },
  },
  entitlement_told: {
    customer: {
      title: 'Who bears this service',
      text: 'By our service policy, the cost of this service is decided as follows.',
      next: 'Where something is charged, we quote first and repair once you agree; if you disagree, please call our hotline.',
    },
    staff: {
      title: 'Who bears the work is decided',
      text: 'By the policy the cost of the work is decided as follows.',
    },
  },
  facts_asked: {
    staff: {
      title: 'Facts needed to decide who pays',
      text: 'By the policy it cannot be said who bears the work before the following is known.',
      next: 'Please find out from the customer and enter it under Assess.',
    },
  },
  handling_opinion: {
    customer: {
      title: 'How we will handle your request',
      text: 'This is how we will handle your service request.',
      next: 'Please call our service hotline with any question.',
    },
    staff: { title: 'Customer answered', text: 'The customer was told how the request is handled.' },
  },
  case_handed_over: {
    staff: {
      title: 'Case handed over',
      text: 'This case was handed to you and needs a technician.',
      next: 'Please choose somebody and assign the case.',
    },
  },
  job_assigned: {
    staff: {
      title: 'Job sheet',
      text: 'This case was assigned to you. Customer and equipment are listed below.',
      next: 'Please accept it, and check customer, fault and parts before you leave.',
    },
    customer: {
      title: 'Your service engineer',
      text: 'We have assigned a service engineer, who will agree a time with you.',
      next: 'When the engineer comes, please check the name and the work pass.',
    },
  },
  engineer_declined: {
    staff: {
      title: 'Job declined',
      text: 'The engineer did not accept this case.',
      next: 'Please assign another engineer soon.',
    },
  },
  repair_address: {
    customer: {
      title: 'Where to bring your product',
      text: 'Your product has to be brought in or sent in for repair.',
      next: 'Please bring the proof of purchase. If you send it, pack it well and put the case number inside.',
    },
  },
  warranty_terms: {
    customer: {
      title: 'About the warranty',
      text: 'Parts of one product may have different warranty terms. Whether the repair is free depends on the part that failed.',
      next: 'The engineer will explain what applies after the inspection. Nothing is charged without your consent.',
    },
  },
};
