/** What becomes of the money that a customer was charged, in words: moments, fields and mails. Chinese first. */
import type { WordsOf } from './bilingual';
import type { MailsOf } from './message';

export const MONEY_MARKS = {
  payment_deferred: { zh: '先开票，另行上门收款', en: 'Invoice first, money later' },
  paid_on_the_spot: { zh: '当场收款', en: 'Paid on the spot' },
  money_collected: { zh: '已收款', en: 'Money collected' },
  invoice_wanted: { zh: '须开具发票或收据', en: 'Invoice or receipt wanted' },
  invoice_sent: { zh: '发票或收据已寄出', en: 'Invoice or receipt sent' },
  collection_due: { zh: '发票已开，待上门收款', en: 'Invoiced, money to be collected' },
  money_handed_in: { zh: '款项已交财务', en: 'Money handed to finance' },
  money_confirmed: { zh: '财务已确认收款', en: 'Finance has the money' },
} as const satisfies WordsOf;

export const MONEY_FIELDS: WordsOf = {
  payment: { zh: '收款方式', en: 'How it is paid' },
  paper: { zh: '发票或收据', en: 'Invoice or receipt' },
  invoiceNo: { zh: '发票或收据号码', en: 'Number of the invoice or receipt' },
  'sendInvoice.by': { zh: '送达方式', en: 'How it goes' },
  'handInMoney.amountFen': { zh: '上交金额（元）', en: 'Amount handed in (yuan)' },
};

export const MONEY_VALUES: WordsOf = {
  on_the_spot: { zh: '当场收取', en: 'On the spot' },
  invoice_first: { zh: '先开发票，另行上门收取', en: 'Invoice first, collected later' },
  'paper.invoice': { zh: '发票', en: 'Invoice' },
  'paper.receipt': { zh: '收据', en: 'Receipt' },
  post: { zh: '邮寄', en: 'By post' },
  'by.email': { zh: '电子邮件', en: 'By e-mail' },
  'by.hand': { zh: '当面交付', en: 'By hand' },
};

/** Who may read each mail. */
export const MONEY_TEMPLATES = {
  invoice_wanted: ['staff'],
  invoice_sent: ['customer'],
  collection_due: ['staff'],
  money_handed_in: ['staff'],
} as const;

type Mails = MailsOf<typeof MONEY_TEMPLATES>;

export const moneyMailsZh: Mails = {
  invoice_wanted: {
    staff: {
      title: '须开具发票或收据',
      text: '客户需要发票或收据。',
      next: '请开具并寄给客户，然后登记号码和快递单号。',
    },
  },
  invoice_sent: {
    customer: {
      title: '您的发票已寄出',
      text: '您好！本次服务的发票或收据已寄出。',
      next: '如未收到，请致电服务热线。',
    },
  },
  collection_due: {
    staff: {
      title: '请上门收款',
      text: '发票已经开具，费用尚未收取。',
      next: '请与客户约定时间上门收款，返回后交财务部。',
    },
  },
  money_handed_in: {
    staff: { title: '请确认收款', text: '客服代表已将维修款交财务。', next: '请核对金额，并在案件中复核该笔账目。' },
  },
};

export const moneyMailsEn: Mails = {
  invoice_wanted: {
    staff: {
      title: 'Invoice or receipt wanted',
      text: 'The customer needs an invoice or receipt.',
      next: 'Please issue it, send it to the customer, and record its number and that of the letter.',
    },
  },
  invoice_sent: {
    customer: {
      title: 'Your invoice is on its way',
      text: 'The invoice or receipt for our service has been sent to you.',
      next: 'Please call our hotline if it does not arrive.',
    },
  },
  collection_due: {
    staff: {
      title: 'Money to be collected',
      text: 'The invoice was issued; the money is not collected yet.',
      next: 'Please agree on a visit with the customer, and hand the money to finance on your return.',
    },
  },
  money_handed_in: {
    staff: {
      title: 'Please confirm the money',
      text: 'The representative handed collected money to finance.',
      next: 'Please check the amount and confirm the entry in the case’s ledger.',
    },
  },
};
