/** The mails of returns and exchanges, in both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const RETURN_TEMPLATES = {
  return_received: ['staff'],
  remedy_offered: ['customer'],
  return_refused: ['customer', 'staff'],
  return_order: ['customer', 'staff'],
  pick_up_arranged: ['customer'],
  goods_reminder: ['customer'],
  quantity_differs: ['customer', 'staff'],
  item_refused: ['customer', 'staff'],
  refunded: ['customer', 'staff'],
  replacement_shipped: ['customer'],
  return_lapsed: ['customer', 'staff'],
} as const;

type Mails = MailsOf<typeof RETURN_TEMPLATES>;

export const returnMailsZh: Mails = {
  return_received: {
    staff: {
      title: '退换货申请已受理',
      text: '客户提出退换货，由您专人负责。',
      next: '请尽快答复客户，并协助填写申请表。',
    },
  },
  remedy_offered: {
    customer: {
      title: '退换货处理方式',
      text: '您好！您的退换货申请经核对，我们可以为您提供下列处理方式。',
      next: '请致电我们的服务热线告知您的选择；如有异议，也请来电。',
    },
  },
  return_refused: {
    customer: {
      title: '退换货申请未获批准',
      text: '您好！很抱歉，您的退换货申请未获批准。',
      next: '客服人员会向您说明原因；如有异议，请致电服务热线。',
    },
    staff: {
      title: '退换货申请未获批准',
      text: '该退换货申请未获批准。',
      next: '请向客户说明原因，并商定其他处理方式。',
    },
  },
  return_order: {
    customer: {
      title: '退货单已开出',
      text: '您好！您的退换货申请已批准，退货单号如下。',
      next: '请按下列方式退回货品，并随附退货单号、全部配件和包装。',
    },
    staff: { title: '退货单已开出', text: '退货单已开出，等待收货。', next: '收货时请对照清单逐件验货。' },
  },
  pick_up_arranged: {
    customer: {
      title: '上门取货时间',
      text: '您好！我们将在下列时间上门取货。',
      next: '请将货品、配件和包装一并备好。',
    },
  },
  goods_reminder: {
    customer: {
      title: '我们还没有收到您的货品或答复',
      text: '您好！我们仍在等待您退回的货品或您的答复。',
      next: '请在下列时间之前寄回货品或与我们联系，逾期申请将自动结束。',
    },
  },
  quantity_differs: {
    customer: {
      title: '实收数量与清单不符',
      text: '您好！我们收到的货品数量与退货清单不符，以实收数量为准。',
      next: '如有疑问，请致电服务热线。',
    },
    staff: { title: '实收数量与清单不符', text: '收到的货品数量与退货清单不符。', next: '请与客户核对。' },
  },
  item_refused: {
    customer: {
      title: '部分货品未能接收',
      text: '您好！经验货，部分货品不符合退换条件，我们已向您说明情况。',
      next: '这些货品会退还给您；如有异议，请致电服务热线。',
    },
    staff: { title: '货品被拒收', text: '验货时有货品被拒收。', next: '请将其退还客户。' },
  },
  refunded: {
    customer: {
      title: '退款已付出',
      text: '您好！您的退款已付出。',
      next: '到账时间以银行为准；如未收到，请致电服务热线。',
    },
    staff: { title: '退款已付出', text: '退款已付出。' },
  },
  replacement_shipped: {
    customer: { title: '换货已发出', text: '您好！为您更换的货品已发出。', next: '收到后请当面核对。' },
  },
  return_lapsed: {
    customer: {
      title: '退换货申请已结束',
      text: '您好！由于一直未收到货品或您的答复，该申请已自动结束。',
      next: '如仍需办理，请重新联系我们。',
    },
    staff: { title: '退换货申请已自动结束', text: '逾期未收到货品或答复，该申请已自动结束。' },
  },
};

export const returnMailsEn: Mails = {
  return_received: {
    staff: {
      title: 'Return or exchange received',
      text: 'A customer asks for a return or an exchange, which is yours to look after.',
      next: 'Please answer soon and help to fill in the application.',
    },
  },
  remedy_offered: {
    customer: {
      title: 'What we can offer you',
      text: 'We have looked at your request, and can offer you the following.',
      next: 'Please call our service hotline and tell us your choice, or if you disagree.',
    },
  },
  return_refused: {
    customer: {
      title: 'Your return was not approved',
      text: 'We are sorry: your return was not approved.',
      next: 'We will tell you why; please call our service hotline if you disagree.',
    },
    staff: {
      title: 'A return was refused',
      text: 'The return was not approved.',
      next: 'Please tell the customer why, and agree on another way.',
    },
  },
  return_order: {
    customer: {
      title: 'Your return order',
      text: 'Your return was approved. This is the number of your return order.',
      next: 'Please send the goods back as follows, with this number, all accessories and the packaging.',
    },
    staff: {
      title: 'A return order was issued',
      text: 'The goods are on their way.',
      next: 'Please inspect every item against the list.',
    },
  },
  pick_up_arranged: {
    customer: {
      title: 'We will pick up your goods',
      text: 'We will pick up your goods at the following time.',
      next: 'Please have goods, accessories and packaging ready.',
    },
  },
  goods_reminder: {
    customer: {
      title: 'We are still waiting for your goods or your answer',
      text: 'We have not received your goods or your answer yet.',
      next: 'Please send them, or call us, before the following time; then the request ends by itself.',
    },
  },
  quantity_differs: {
    customer: {
      title: 'The count differs',
      text: 'We received another number of goods than the list says; what came counts.',
      next: 'Please call our service hotline if you disagree.',
    },
    staff: {
      title: 'The count differs from the list',
      text: 'Another number of goods came than the list says.',
      next: 'Please clear it with the customer.',
    },
  },
  item_refused: {
    customer: {
      title: 'Some goods could not be taken',
      text: 'Some of your goods do not meet the conditions, as we told you.',
      next: 'We will send them back to you; please call our service hotline if you disagree.',
    },
    staff: {
      title: 'Goods were refused',
      text: 'Goods were refused at the inspection.',
      next: 'Please send them back to the customer.',
    },
  },
  refunded: {
    customer: {
      title: 'Your refund was paid',
      text: 'Your refund was paid.',
      next: 'Your bank may need some days; please call us if it does not arrive.',
    },
    staff: { title: 'A refund was paid', text: 'The refund was paid.' },
  },
  replacement_shipped: {
    customer: {
      title: 'Your replacement is on its way',
      text: 'Your replacement was sent.',
      next: 'Please check it when it arrives.',
    },
  },
  return_lapsed: {
    customer: {
      title: 'Your request has ended',
      text: 'As neither goods nor an answer came, the request has ended.',
      next: 'Please contact us again if you still need it.',
    },
    staff: { title: 'A return has lapsed', text: 'Neither goods nor an answer came in time; the request has ended.' },
  },
};
