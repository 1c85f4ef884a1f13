/** The facts by which agreements decide who bears a partner's cost: what each may be, in words. Chinese first. */
import type { Words, WordsOf } from './bilingual';

/** Agreements take several spellings of one thing. */
const sameWords = (field: string, values: readonly string[], words: Words): WordsOf =>
  Object.fromEntries(values.map((value) => [`${field}.${value}`, words]));

const REDESIGNED: Words = { zh: '擅自改动设计', en: 'Redesigned without leave' };

export const COST_VALUES: WordsOf = {
  'fault.operating_error': { zh: '操作失误', en: 'Operating error' },
  'fault.quality': { zh: '产品质量', en: 'Quality of the product' },
  'fault.broken_packaging': { zh: '包装破损', en: 'Broken packaging' },
  ...sameWords('fault', ['wet_goods', 'wet'], { zh: '货物受潮', en: 'Wet goods' }),
  ...sameWords('fault', ['unauthorised_redesign', 'redesign', 'agent_redesign'], REDESIGNED),
  ...sameWords('cause', ['unauthorised_redesign', 'redesign', 'agent_redesign'], REDESIGNED),
  'cause.lightning_flood': { zh: '雷击、水灾', en: 'Lightning or flood' },
  ...sameWords('partOrder', ['normal', 'monthly', 'regular', 'ordinary', 'not_urgent'], {
    zh: '常规订购',
    en: 'Ordinary order',
  }),
  'freightMode.EMS': { zh: '特快专递（EMS）', en: 'EMS' },
  'freightMode.express': { zh: '快递', en: 'Express' },
  ...sameWords('freightMode', ['rail_express', 'train_express'], { zh: '铁路快件', en: 'Rail express' }),
  ...sameWords('freightMode', ['rail', 'train'], { zh: '铁路', en: 'Rail' }),
  ...sameWords('freightMode', ['air', 'air_freight'], { zh: '空运', en: 'Air freight' }),
  'freightMode.with_goods': { zh: '随货', en: 'Along with goods' },
};
