/** What one mail says to one audience; values are listed below it, so the sentences name none. */
export interface Message {
  /** The heading, and the subject with the case number. */
  title: string;
  /** What happened. */
  text: string;
  /** What the reader should do next. */
  next?: string;
}

/** The words of one language for these mails, each for those who may read it. */
export type MailsOf<T extends Readonly<Record<string, readonly string[]>>> = {
  readonly [K in keyof T]: { readonly [A in T[K][number]]: Message };
};
