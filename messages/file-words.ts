/** The words of what is missing from the file of a customer. */
import { joinWords, type Words } from './bilingual';
import { fieldWords } from './field-words';

/** What a customer file lacks, by the policy's names of its fields; null where nothing does. */
export function fileGap(fields: readonly string[]): string | null {
  if (fields.length === 0) return null;
  const { zh, en } = joinWords(fields.map(fileField));
  return `缺：${zh} Missing: ${en}`;
}

/** `customer.phone`, `asset.attributes.plate`: in the words of the form in which it is filled in. */
function fileField(path: string): Words {
  const [of, ...inside] = path.split('.');
  const name = inside.at(-1)!;
  const form =
    inside.length > 1 ? 'noted' : of === 'customer' ? 'changeCustomer' : of === 'asset' ? 'changeUnit' : 'sale';
  return fieldWords(name, form) ?? { zh: name, en: name };
}
