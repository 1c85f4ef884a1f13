/** The fields of the form with which a case is opened, and how requests come. Chinese first. */
import type { WordsOf } from './bilingual';

/** What only openings ask, or name in their own way. */
export const OPENING_FIELDS: WordsOf = {
  'open.policy': { zh: '服务制度', en: 'Service policy' },
  'open.customerId': { zh: '客户', en: 'Customer' },
  'open.siteId': { zh: '地点', en: 'Site' },
  'open.assetId': { zh: '设备', en: 'Equipment' },
  'open.source': { zh: '来源', en: 'How it came' },
  'open.fault': { zh: '故障现象', en: 'What is wrong' },
  'open.complaint': { zh: '投诉内容（客户的话）', en: 'The complaint, in the customer’s words' },
  'open.wish': { zh: '客户要求（时间等）', en: 'Wishes, such as the time' },
  'open.severeLoss': { zh: '质量问题造成重大损失', en: 'A quality fault did severe loss' },
  'open.collectPayment': { zh: '需收款', en: 'Payment is to be collected' },
  'open.signatureNeeded': { zh: '需客户签字', en: 'The customer is to sign' },
  'open.salespersonAccompanies': { zh: '业务员陪同', en: 'The salesperson comes along' },
  'open.filledBy': { zh: '填表人', en: 'Filled in by' },
  'open.aboutCase': { zh: '所投诉案件的编号', en: 'Number of the case that it is about' },
  'open.addressedTo': { zh: '客户直接找到', en: 'The customer turned directly to' },
  'open.safety': { zh: '危及人身或财产安全', en: 'People or things are in danger' },
  'open.reason': { zh: '退换原因（客户的话）', en: 'Why, in the customer’s words' },
  'open.stage': { zh: '发现问题的环节', en: 'Found out at' },
  'open.lines': { zh: '销售明细', en: 'Lines of the sale' },
  'open.items': { zh: '要退换的货品', en: 'Goods that come back' },
  'open.channel': { zh: '方式', en: 'Way' },
};

/** How requests come, in the words of the policies' sources, and who fills the form in. */
export const OPENING_VALUES: WordsOf = {
  'source.hotline': { zh: '热线', en: 'Hotline' },
  'source.shop': { zh: '门店', en: 'Shop' },
  'source.sales_director': { zh: '销售总监', en: 'Sales director' },
  'source.service_centre': { zh: '服务中心', en: 'Service centre' },
  'source.salesperson': { zh: '业务员', en: 'Salesperson' },
  'source.im': { zh: '即时通讯', en: 'Instant message' },
  'filledBy.salesperson': { zh: '业务员', en: 'Salesperson' },
};
