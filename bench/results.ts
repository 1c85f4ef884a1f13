/** Everything that one run measured: what the report prints and the JSON file holds. */
import type { HistoryFigures } from './histories';
import type { Lateness } from './lateness';
import type { OtherKind } from './other-kinds';
import type { Recovery } from './recovery';
import type { Burst } from './throughput';
import type { VariantName } from './variant';

export interface Results {
  /** When the run began, ISO 8601 UTC. */
  at: string;
  machine: { cores: number; node: string; platform: string };
  /** Open cases of each variant while lateness was measured. */
  openCases: number;
  /** One entry a round, variant and number at once, in the order of running. */
  bursts: (Burst & { variant: VariantName; atOnce: number; cases: number })[];
  /** The same of the other kinds of case, on the worker of (b). */
  kinds: (Burst & { kind: OtherKind; atOnce: number; cases: number })[];
  history: Record<'bare' | 'case' | OtherKind, HistoryFigures>;
  lateness: Record<VariantName, Lateness>;
  recovery: Record<VariantName, Recovery>;
}
