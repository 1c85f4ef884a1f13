/** Receives one line of progress for the operator, without a line end. */
export type Log = (line: string) => void;
