/** Another price than the fee table's, in words: moments, fields and mails. Chinese first. */
import type { WordsOf } from './bilingual';
import type { MailsOf } from './message';

export const PRICE_MARKS = {
  price_asked: { zh: '申请另定价格', en: 'Another price asked for' },
  price_decided: { zh: '另定价格已审批', en: 'Price decided on' },
} as const satisfies WordsOf;

export const PRICE_EVENTS = {
  price_replaced: { zh: '已批准而未报价的价格不再采用', en: 'Approved price given up before it was quoted' },
} as const satisfies WordsOf;

export const PRICE_FIELDS: WordsOf = {
  'askPrice.amountFen': { zh: '申请的金额（元，整项）', en: 'Price asked for, of the whole line (yuan)' },
  'askPrice.reason': { zh: '另定价格的原因', en: 'Why another price' },
  'askPrice.replaces': { zh: '代替已批准、尚未报价的价格', en: 'Replaces the approved price that was not quoted' },
  'decidePrice.amountFen': { zh: '另定的金额（元，可不填）', en: 'The price that you set, where another (yuan)' },
};

/** Who may read each mail. */
export const PRICE_TEMPLATES = {
  price_approval_needed: ['staff'],
  price_approved: ['staff'],
  price_refused: ['staff'],
} as const;

type Mails = MailsOf<typeof PRICE_TEMPLATES>;

export const priceMailsZh: Mails = {
  price_approval_needed: {
    staff: {
      title: '价格待审批',
      text: '有一项另定的价格等待您审批。',
      next: '请打开服务单，批准、另定金额或拒绝；拒绝或另定须写明理由。',
    },
  },
  price_approved: {
    staff: { title: '另定价格已批准', text: '您申请的价格已批准。', next: '请按批准的金额向客户报价。' },
  },
  price_refused: {
    staff: {
      title: '另定价格未获批准',
      text: '您申请的价格未获批准，仍按收费标准。',
      next: '请按收费标准向客户报价。',
    },
  },
};

export const priceMailsEn: Mails = {
  price_approval_needed: {
    staff: {
      title: 'Price to approve',
      text: 'Another price than the fee table’s waits for you.',
      next: 'Please open the case and approve it, set another amount, or refuse; the last two need a reason.',
    },
  },
  price_approved: {
    staff: {
      title: 'Price approved',
      text: 'The price that you asked for is approved.',
      next: 'Please quote the customer the approved amount.',
    },
  },
  price_refused: {
    staff: {
      title: 'Price refused',
      text: 'The price that you asked for was refused; the fee table’s price stands.',
      next: 'Please quote the customer the table’s price.',
    },
  },
};
