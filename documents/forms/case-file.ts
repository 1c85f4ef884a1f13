/** What a paper of a case is made from, and how its values are written. Pure: the same file gives the same paper. */
import type { TextRef } from '../../domain/cases/record';
import type { CaseState } from '../../domain/cases/state';
import type { Instant } from '../../domain/time/instant';
import { valueWords, YES_NO } from '../../messages/field-words';
import { FORM_WORDS as W } from '../../messages/form-words';
import { localTime, yuan } from '../../messages/format';
import type { Words } from '../../messages/bilingual';

/** A case with everything that its papers name. Instants are epoch milliseconds. */
export interface CaseFile<S extends CaseState = CaseState> {
  state: S;
  company: { name: Words; hotline?: string; repairAddress?: Words };
  policy: {
    id: string;
    version: string;
    title?: Words;
    /** IANA name of the zone in which times are written. */
    zone: string;
    /** What the policy calls its things, by id. */
    titles: ReadonlyMap<string, Words>;
    /** Its own number for customers, which goes before the company's. */
    hotline?: string;
  };
  customer?: { name: string; phone: string | null; address: string | null };
  site?: { name: string; address: string; contact: string | null; phone: string | null };
  asset?: { product: string; model: string; serialNo: string; saleDate: string | null };
  /** The unit of the loaner pool that is lent, and the conditions as somebody saw them: `good`, `worn` … */
  loaner?: { product: string; model: string; serialNo: string; issued?: string; returned?: string };
  people: ReadonlyMap<string, string>;
  texts: ReadonlyMap<string, string>;
  /** Values of the last event of each type. */
  last: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Calls to the customer, oldest first. */
  calls: readonly Call[];
}

/** One attempt to call the customer back. `satisfied` is null where nobody answered, `text` the id of what they said. */
export interface Call {
  callback: string;
  at: Instant;
  by: string;
  attempts: number;
  reached: boolean;
  satisfied: boolean | null;
  text?: string;
}

/** Writes the values of a case file; what is not known is a dash. */
export class Writer<S extends CaseState = CaseState> {
  constructor(readonly file: CaseFile<S>) {}

  get state(): S {
    return this.file.state;
  }

  /** An instant on the wall clock of the policy's zone. */
  at(instant: Instant | undefined): string {
    return instant === undefined ? W.none : localTime(new Date(instant).toISOString(), this.file.policy.zone, 'zh');
  }

  person(id: string | undefined): string {
    if (id === undefined) return W.none;
    return id === 'system' ? W.system : (this.file.people.get(id) ?? id);
  }

  /** What somebody wrote. */
  text(ref: Pick<TextRef, 'id'> | undefined): string {
    return ref === undefined ? W.none : (this.file.texts.get(ref.id) ?? W.none);
  }

  /** A word of the policy: a level, a role, a category, a fee. */
  named(id: string | undefined): string {
    return id === undefined ? W.none : both(this.file.policy.titles.get(id) ?? { zh: id, en: id });
  }

  /** A word of the software, as the field means it. */
  word(value: unknown, field = ''): string {
    if (value === undefined || value === null) return W.none;
    if (typeof value === 'boolean') return both(YES_NO[`${value}`]);
    return typeof value === 'string'
      ? both(valueWords(value, field) ?? { zh: value, en: value })
      : JSON.stringify(value);
  }

  yuan(fen: number | undefined): string {
    return fen === undefined ? W.none : yuan(fen);
  }
}

/** Both languages as one text; once where they are the same. */
export function both({ zh, en }: Words): string {
  return zh === en ? zh : `${zh} ${en}`;
}
