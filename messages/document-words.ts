/** The fields and values of papers and attachments, in words. Chinese first. */
import { forms } from '../domain/documents/forms';
import type { WordsOf } from './bilingual';

export const DOCUMENT_FIELDS: WordsOf = {
  form: { zh: '单据', en: 'Form' },
  attachment: { zh: '附件', en: 'File' },
  about: { zh: '附件内容', en: 'What it shows' },
};

/** Values by their field, for a form is named like what it is about. */
export const DOCUMENT_VALUES: WordsOf = {
  ...Object.fromEntries(Object.entries(forms).map(([name, { title }]) => [`form.${name}`, title])),
  'about.goods': { zh: '货品', en: 'The goods' },
  'about.damage': { zh: '损坏处', en: 'The damage' },
  'about.packaging': { zh: '包装', en: 'The packaging' },
  'about.label': { zh: '标签或铭牌', en: 'A label or type plate' },
  'about.document': { zh: '单据', en: 'A document' },
  'about.site': { zh: '现场', en: 'The site' },
  'about.other': { zh: '其他', en: 'Something else' },
};
