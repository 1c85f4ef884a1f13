/** The mails of complaints, in both languages. Customers read no internal words: no departments, no reviewers. */
import type { Message } from './message';

/** Who may read each. */
export const COMPLAINT_TEMPLATES = {
  complaint_received: ['customer', 'staff'],
  complaint_form: ['staff'],
  complaint_addressed: ['staff'],
  complaint_assigned: ['staff'],
  complaint_task: ['staff'],
  batch_check: ['staff'],
  sample_test: ['staff'],
  batch_clear: ['staff'],
  recall_opened: ['staff'],
  return_goods: ['customer'],
  recall_notice: ['customer'],
  correction_due: ['staff'],
  compensation_approval_needed: ['staff'],
  complaint_decision: ['customer', 'staff'],
  complaint_appeal: ['staff'],
  complaint_account: ['staff'],
  complaint_result: ['customer', 'staff'],
} as const;

type Mails = {
  readonly [T in keyof typeof COMPLAINT_TEMPLATES]: {
    readonly [A in (typeof COMPLAINT_TEMPLATES)[T][number]]: Message;
  };
};

export const complaintMailsZh: Mails = {
  complaint_received: {
    customer: {
      title: '您的投诉已收到',
      text: '您好！我们已收到您的投诉并登记了投诉单，会认真调查处理。',
      next: '请保存好单号，来电查询时报单号即可。我们会尽快与您联系。',
    },
    staff: { title: '新的投诉', text: '登记了一件新的投诉。', next: '请在时限内向客户确认收到，并评估分类。' },
  },
  complaint_form: {
    staff: {
      title: '客户投诉处理单',
      text: '收到一张填写完整的客户投诉处理单。',
      next: '请受理：确认收到、评估并分类。',
    },
  },
  complaint_addressed: {
    staff: {
      title: '客户直接向您投诉',
      text: '客户直接向您这一级提出投诉。',
      next: '请关注处理进度，必要时亲自答复。',
    },
  },
  complaint_assigned: {
    staff: {
      title: '投诉交由您处理',
      text: '该投诉已交由您处理。',
      next: '请组织调查，提出处理方案，并及时告知客户。',
    },
  },
  complaint_task: {
    staff: {
      title: '投诉事项转交贵部门',
      text: '该投诉中属于贵部门的事项已转交，时限从现在起算。',
      next: '请承办并在时限内填写调查与答复。',
    },
  },
  batch_check: {
    staff: {
      title: '立即查同批号库存',
      text: '收到质量投诉，须马上查询有无相同批号库存。',
      next: '请查询后登记结果；有库存的将马上抽检。',
    },
  },
  sample_test: {
    staff: { title: '抽检单', text: '同批号有库存，须马上提货抽检。', next: '请提货检测，并登记有无类似问题。' },
  },
  batch_clear: {
    staff: {
      title: '同批号没有类似问题',
      text: '同批号没有库存，或抽检没有类似问题。',
      next: '请及时与客户和业务沟通，拿出处理意见。',
    },
  },
  recall_opened: {
    staff: {
      title: '该批号启动召回',
      text: '抽检发现类似问题，该批号的产品须召回。',
      next: '请列出全部受影响客户；列入名单的客户会立即收到通知。',
    },
  },
  return_goods: {
    customer: {
      title: '请退回问题产品',
      text: '您好！经检测，您反映的产品确有问题。请停止使用，并把下列批号的产品退回我们。',
      next: '客服人员会与您约定退回方式，费用由我们承担。',
    },
  },
  recall_notice: {
    customer: {
      title: '产品召回通知',
      text: '您好！我们在检测中发现下列批号的产品可能有问题，请停止使用。',
      next: '请致电我们的服务热线，我们会为您办理退回，费用由我们承担。',
    },
  },
  correction_due: {
    staff: {
      title: '整改措施',
      text: '一项整改措施由您负责。',
      next: '请按期完成，并登记完成情况；完成后由他人验证。',
    },
  },
  compensation_approval_needed: {
    staff: { title: '赔付待您审批', text: '一项赔付方案等待您审批。', next: '请在服务单中批准或拒绝。' },
  },
  complaint_decision: {
    customer: {
      title: '投诉处理决定',
      text: '您好！感谢您的反馈。对您的投诉，我们的处理决定如下。',
      next: '请告知我们您是否接受；如不接受，您可以向我们的上一级申诉。',
    },
    staff: { title: '投诉处理决定', text: '对该投诉已作出处理决定。' },
  },
  complaint_appeal: {
    staff: {
      title: '申诉待您复核',
      text: '客户不接受处理决定，向您这一级申诉。',
      next: '请由未经手的人员复核并裁定。',
    },
  },
  complaint_account: {
    staff: {
      title: '投诉与客户反映周报',
      text: '该投诉本周的进展如下。',
      next: '请检查未答复的事项和整改措施的执行情况。',
    },
  },
  complaint_result: {
    customer: {
      title: '投诉处理结果',
      text: '您好！您的投诉已处理完毕，书面结果如下。再次感谢您的反馈。',
      next: '如仍有问题，请致电我们的服务热线，我们会重新处理。',
    },
    staff: { title: '投诉处理结果', text: '投诉已结案，书面结果如下。' },
  },
};

export const complaintMailsEn: Mails = {
  complaint_received: {
    customer: {
      title: 'We have received your complaint',
      text: 'Your complaint is registered, and we will look into it with care.',
      next: 'Please keep the number below for questions. We will contact you soon.',
    },
    staff: {
      title: 'A new complaint',
      text: 'A new complaint was registered.',
      next: 'Please acknowledge it to the customer in time, and assess it.',
    },
  },
  complaint_form: {
    staff: {
      title: 'Complaint handling form',
      text: 'A complete complaint form has come in.',
      next: 'Please take it on: acknowledge, assess and classify it.',
    },
  },
  complaint_addressed: {
    staff: {
      title: 'A customer turned to you directly',
      text: 'A customer addressed this complaint to your level.',
      next: 'Please follow it, and answer yourself where needed.',
    },
  },
  complaint_assigned: {
    staff: {
      title: 'You handle this complaint',
      text: 'This complaint was given to you.',
      next: 'Please have it investigated, propose a solution and keep the customer informed.',
    },
  },
  complaint_task: {
    staff: {
      title: 'A matter for your department',
      text: 'Your part of this complaint was passed to you; its time runs from now.',
      next: 'Please take it, and write your findings and answer in time.',
    },
  },
  batch_check: {
    staff: {
      title: 'Check stock of the same lot at once',
      text: 'A quality complaint came in: stock of the same lot has to be looked for at once.',
      next: 'Please look and record the result; where there is stock a sample is tested at once.',
    },
  },
  sample_test: {
    staff: {
      title: 'Sample test order',
      text: 'There is stock of the lot: a sample has to be drawn and tested at once.',
      next: 'Please test it and record whether it shows the same problem.',
    },
  },
  batch_clear: {
    staff: {
      title: 'No similar problem in the lot',
      text: 'There is no stock of the lot, or the sample shows no similar problem.',
      next: 'Please settle an opinion with the customer and sales.',
    },
  },
  recall_opened: {
    staff: {
      title: 'The lot is recalled',
      text: 'The sample shows the same problem: the goods of this lot are recalled.',
      next: 'Please list every affected customer; each is told as soon as they are listed.',
    },
  },
  return_goods: {
    customer: {
      title: 'Please send the goods back',
      text: 'Our test confirms the problem that you reported. Please stop using the goods of this lot and return them.',
      next: 'Our service will arrange it with you, at our cost.',
    },
  },
  recall_notice: {
    customer: {
      title: 'Product recall',
      text: 'Our tests found that goods of the lot below may be faulty. Please stop using them.',
      next: 'Please call our service hotline; we take the goods back at our cost.',
    },
  },
  correction_due: {
    staff: {
      title: 'Corrective action',
      text: 'You are responsible for a corrective action.',
      next: 'Please carry it out in time and record what was done; somebody else verifies it.',
    },
  },
  compensation_approval_needed: {
    staff: {
      title: 'Compensation waits for your approval',
      text: 'A proposed compensation waits for your decision.',
      next: 'Please approve or refuse it in the case.',
    },
  },
  complaint_decision: {
    customer: {
      title: 'Our decision on your complaint',
      text: 'Thank you for your feedback. Our decision on your complaint is as follows.',
      next: 'Please tell us whether you accept it; if not, you may turn to our next level.',
    },
    staff: { title: 'Decision on the complaint', text: 'A decision on this complaint was made.' },
  },
  complaint_appeal: {
    staff: {
      title: 'An appeal waits for your review',
      text: 'The customer does not accept the decision and turns to your level.',
      next: 'Somebody who had no part in it looks again and rules.',
    },
  },
  complaint_account: {
    staff: {
      title: 'Weekly account of a complaint',
      text: 'This is how the complaint stands.',
      next: 'Please check what is unanswered and how corrective actions are carried out.',
    },
  },
  complaint_result: {
    customer: {
      title: 'The result of your complaint',
      text: 'Your complaint has been dealt with; this is the result in writing. Thank you again for your feedback.',
      next: 'If anything is still wrong, please call our service hotline and we will look at it again.',
    },
    staff: { title: 'Result of the complaint', text: 'The complaint is closed; this is the result in writing.' },
  },
};
