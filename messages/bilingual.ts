/** What is said in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** Words by code: of each code of a kind, or of whatever has any. */
export type WordsOf<K extends string = string> = Readonly<Record<K, Words>>;

/** Several words as one list. */
export function joinWords(values: readonly Words[]): Words {
  return { zh: values.map((v) => v.zh).join('、'), en: values.map((v) => v.en).join(', ') };
}
