/** The mails about what was found: its cause, who bears it, and the quote. In both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const DIAGNOSIS_TEMPLATES = {
  damage_explained: ['customer'],
  usage_caution: ['customer'],
  preserve_scene: ['customer'],
  maker_help_explained: ['customer'],
  goodwill_granted: ['customer', 'staff'],
  quote: ['customer', 'staff'],
  quote_reminder: ['customer', 'staff'],
} as const;

type Mails = MailsOf<typeof DIAGNOSIS_TEMPLATES>;

export const diagnosisMailsZh: Mails = {
  damage_explained: {
    customer: {
      title: '故障原因说明',
      text: '您好！经检查，本次故障由使用或外部原因造成，不属于保修范围。',
      next: '如需维修，我们会先向您报价，征得您的同意后再进行。如有异议，请致电我们的服务热线。',
    },
  },
  usage_caution: {
    customer: {
      title: '使用注意事项',
      text: '您好！本次故障与使用方式有关，我们已为您处理。为避免再次损坏，请按说明书使用和保养。',
      next: '如对使用方法有疑问，请致电我们的服务热线。',
    },
  },
  preserve_scene: {
    customer: {
      title: '请保护现场',
      text: '您好！为查明原因，请保持现场和设备的现状，不要自行拆卸、移动或清理。请首先确保人身安全。',
      next: '我们的人员会尽快与您联系。',
    },
  },
  maker_help_explained: {
    customer: {
      title: '已请厂家协助',
      text: '您好！为解决您的问题，我们已请生产厂家提供技术支持。',
      next: '有结果后我们会立即与您联系。',
    },
  },
  goodwill_granted: {
    customer: { title: '为您免费维修', text: '您好！本次维修虽不在免费范围内，我们决定为您免费处理。' },
    staff: {
      title: '同意优惠维修',
      text: '本次维修由公司承担费用，属于优惠处理，不构成先例。',
      next: '请向客户说明使用注意事项。',
    },
  },
  quote: {
    customer: {
      title: '维修报价',
      text: '您好！本次维修需要收费，费用如下。',
      next: '请回复是否同意。未经您同意，我们不会开始收费的工作。',
    },
    staff: { title: '已向客户报价', text: '已向客户发出报价。', next: '收到客户确认前不得开始收费的工作。' },
  },
  quote_reminder: {
    customer: {
      title: '维修报价待您确认',
      text: '您好！我们发给您的维修报价尚未收到您的答复。',
      next: '请回复是否同意，或致电我们的服务热线。',
    },
    staff: { title: '报价未获答复', text: '客户尚未答复报价。', next: '请联系客户。' },
  },
};

export const diagnosisMailsEn: Mails = {
  damage_explained: {
    customer: {
      title: 'Cause of the fault',
      text: 'The inspection showed that the fault comes from use or an outside cause, which the warranty does not cover.',
      next: 'If you want the repair we will send a quote and wait for your consent. If you disagree, please call our service hotline.',
    },
  },
  usage_caution: {
    customer: {
      title: 'How to avoid this fault',
      text: 'The fault was related to the way of use, and we have dealt with it. Please use and care for the device as the manual says.',
      next: 'Please call our service hotline with any question about its use.',
    },
  },
  preserve_scene: {
    customer: {
      title: 'Please leave everything as it is',
      text: 'So that the cause can be found, please do not dismantle, move or clean the device or its surroundings. People’s safety comes first.',
      next: 'Our staff will contact you as soon as possible.',
    },
  },
  maker_help_explained: {
    customer: {
      title: 'The maker is helping',
      text: 'We have asked the maker for technical support with your problem.',
      next: 'We will contact you as soon as we know more.',
    },
  },
  goodwill_granted: {
    customer: {
      title: 'Free of charge for you',
      text: 'This repair is not covered, but we have decided to do it free of charge.',
    },
    staff: {
      title: 'Goodwill granted',
      text: 'The company bears the cost of this repair as goodwill; it sets no precedent.',
      next: 'Please explain to the customer how to avoid the fault.',
    },
  },
  quote: {
    customer: {
      title: 'Your quote',
      text: 'This repair has to be charged as follows.',
      next: 'Please tell us whether you agree. No chargeable work begins without your consent.',
    },
    staff: {
      title: 'Quote sent',
      text: 'The quote was sent to the customer.',
      next: 'No chargeable work before the customer’s consent.',
    },
  },
  quote_reminder: {
    customer: {
      title: 'Your quote awaits your answer',
      text: 'We have not had your answer to our quote yet.',
      next: 'Please tell us whether you agree, or call our service hotline.',
    },
    staff: {
      title: 'Quote not answered',
      text: 'The customer has not answered the quote.',
      next: 'Please contact the customer.',
    },
  },
};
