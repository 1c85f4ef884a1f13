/** What the policies call their regions, products and themselves: files may have these words in the place of codes. */
import type { ImportRow, ReadTable } from '../../domain/imports/read-rows';
import type { PolicyRegistry } from '../../policies/contract';
import type { Words } from '../../messages/bilingual';
import { PolicyWords } from '../department/words';

type Titled = readonly { id: string; title: Words }[];

/** The rows with codes for words; what is neither stays as it is written. */
export function inCodes({ rows, problems }: ReadTable, policies: PolicyRegistry): ReadTable {
  const its = new PolicyWords(policies);
  const codes = {
    region: codesOf(its.regions()),
    product: codesOf(its.products()),
    policyId: codesOf(its.serving()),
  };
  const coded = (values: ImportRow['values']): ImportRow['values'] => {
    const found = Object.entries(codes).flatMap(([field, known]) => {
      const code = known.get(String(values[field]).toLowerCase());
      return code === undefined ? [] : [[field, code] as const];
    });
    return found.length > 0 ? { ...values, ...Object.fromEntries(found) } : values;
  };
  return { rows: rows.map(({ row, values }) => ({ row, values: coded(values) })), problems };
}

/** By title in lower case. A code is no title, and a title that stands for two things says neither. */
function codesOf(titled: Titled): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  const codes = new Set(titled.map(({ id }) => id));
  for (const { id, title } of titled)
    for (const name of [title.zh, title.en].map((text) => text.toLowerCase())) {
      if (codes.has(name)) continue;
      if (found.has(name) && found.get(name) !== id) twice.add(name);
      found.set(name, id);
    }
  for (const name of twice) found.delete(name);
  return found;
}
