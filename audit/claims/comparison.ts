/** One recorded value held against one derived one. */
import type { Instant } from '../../domain/time/instant';
import { iso, sameMoment } from '../moments';

/** Takes one field as it was recorded and as it was derived. */
export type Tell = (field: string, claimed: unknown, derived: unknown) => void;

/** Tells the fields that differ. */
export class Comparison {
  constructor(private readonly tell: Tell) {}

  same(field: string, claimed: unknown, derived: unknown): void {
    if (claimed !== derived) this.tell(field, claimed, derived);
  }

  moment(field: string, claimed: string | undefined, derived: Instant | undefined): void {
    if (!sameMoment(claimed, derived)) this.tell(field, claimed, iso(derived));
  }

  /** Short texts in their order. */
  list(field: string, claimed: readonly string[], derived: readonly string[]): void {
    const same = claimed.length === derived.length && claimed.every((text, index) => text === derived[index]);
    if (!same) this.tell(field, claimed.join(), derived.join());
  }
}
