/** What is said in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** Several words as one list. */
export function joinWords(values: readonly Words[]): Words {
  return { zh: values.map((v) => v.zh).join('、'), en: values.map((v) => v.en).join(', ') };
}
