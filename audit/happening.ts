/** What happened in a step, in one line: its type, what it is about, and why; of a mark the mark alone. */
export type Happening = string;
