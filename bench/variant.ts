/** One way to build the same case, as the benchmark drives it. */

export type VariantName = 'bare' | 'case' | 'homeMade';

/** What the report calls them. */
export const variantTitles: Record<VariantName, string> = {
  bare: '(a) bare workflow',
  case: '(b) standard repair',
  homeMade: '(c) rows + pg-boss',
};

/** The nine actions of the standard repair, in order. */
export const actionNames = [
  'respond',
  'assign',
  'receiveDevice',
  'promise',
  'accept',
  'diagnose',
  'complete',
  'handBack',
  'callBack',
] as const;

/** An open case. */
export interface BenchCase {
  id: string;
  /** How many actions lead it to its end; absent: those of the standard repair. */
  actions?: number;
  /** Takes the action of this index, of the standard repair as in `actionNames`; repeated with the same index it must not act twice. */
  act(index: number): Promise<void>;
}

export interface Losses {
  /** Cases that did not reach their end. */
  unfinished: number;
  /** Actions that were applied twice. */
  doubledActions: number;
  /** Mails that were owed and did not arrive within the waiting time. */
  missingMails: number;
  /** Mails that arrived more than once. */
  doubledMails: number;
  /** Clocks still owed that nothing will wake, and wake-ups without a clock. */
  lostClocks: number;
}

/** What a burst needs of a variant, or of a kind of case on it. */
export type Workload = Pick<Variant, 'pid' | 'settled' | 'statements'> & { open(): Promise<BenchCase> };

export interface Variant {
  readonly name: VariantName;
  /** The pid of the process that does the work. */
  readonly pid: number;
  /** Opens a case. With `wakeAt` its first clock warns at that instant (epoch ms), and nothing else falls due. */
  open(wakeAt?: number): Promise<BenchCase>;
  /** Waits until all effects of what was done are through. */
  settled(): Promise<void>;
  /** SQL statements sent so far by the process that does the work. */
  statements(): Promise<number>;
  /** How late each clock was acted upon since the last call, ms: the instant of acting minus the instant due. */
  lateness(): Promise<number[]>;
  /** Kills the working process and starts another one at once, as a process manager does. */
  killAndRestart(): Promise<void>;
  /** What the fault cost, of these finished cases. `waitMs`: how long mails may take. */
  losses(ids: readonly string[], waitMs: number): Promise<Losses | undefined>;
  close(): Promise<void>;
}
