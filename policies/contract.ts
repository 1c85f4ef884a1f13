/** What is asked of the published policies, by the API above all. The registry is built once at the start, from checked policy files. */
import type { Decision } from '../domain/decision/decide';
import type { Question } from '../domain/decision/program';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { CaseKind, Facts } from '../domain/policy/rule';
import type { Agreement } from '../domain/partners/agreement';
import type { Policy } from '../domain/policy/schema';
import type { OpenRequest } from '../domain/cases/opening';
import type { Problem } from '../domain/errors';
import type { PolicySource } from '../domain/policy/source';
import type { Asset, Customer, Site } from '../prisma/generated/client';

/** A policy as lists show it. */
export interface PolicySummary {
  id: string;
  version: string;
  /** SHA-256 of its canonical content. */
  hash: string;
  title: { zh: string; en: string };
  /** The kinds of case that it serves. */
  kinds: readonly CaseKind[];
  /** The policies under which cases that follow are opened, where this one serves none of their kind. */
  follows: Readonly<Partial<Record<CaseKind, string>>>;
  /** How requests may come, as its cases name them. */
  sources: readonly string[];
  /** The published number that its customers call; absent where the policy names none. */
  hotline?: string;
  /** Facts that must be given at opening. */
  requiredAtOpen: readonly string[];
}

/** The records that an opening names, as they stand when the request is received. */
export interface OpeningRecords {
  customer: Customer;
  site?: Site;
  asset?: Asset;
}

/** What an opening comes to: the policy pinned for life and the facts known; or what is wrong with the request. */
export interface ResolvedOpening {
  policy: CasePolicy;
  facts: Facts;
  /** Empty where the case can be opened. */
  problems: readonly Problem[];
}

/** A supplier policy with its rules as data, its hash, and its decisions ready to be asked. */
export interface SupplierPolicy extends Agreement {
  policy: Policy;
  hash: string;
}

/** A figure that the source leaves blank, for which a policy waits before it can be published. */
export interface Blank {
  id: string;
  title: { zh: string; en: string };
  clauses: readonly string[];
}

export interface PolicyRegistry {
  /** The policies as their files say them, and the calendars: for duties that no case has. */
  source(): PolicySource;
  /** The policy of that id in its newest version. */
  get(id: string): PolicySummary | undefined;
  /** The service policies, or those that serve a kind of case. */
  list(kind?: CaseKind): readonly PolicySummary[];
  /** The supplier policy of that id; undefined where there is none, or it is of another layer. */
  supplier(id: string): SupplierPolicy | undefined;
  /**
   * The figures for which a policy that ships with the software still waits (R-MISSING); none where it is in force, or
   * where there is no such policy.
   */
  waitsFor(id: string): readonly Blank[];
  /**
   * What the policy of that id, of any layer, decides for these facts; undefined where there is none. Throws `BadGiven`
   * with everything that is wrong with the facts.
   */
  decide(id: string, question: Question, given: Readonly<Record<string, unknown>>): Decision | undefined;
  /** The ids of the policies that can be asked. */
  decidable(): readonly string[];
  /**
   * The policy as a case of that kind carries it. With a hash: the version that a running case pinned; undefined where
   * the registry does not hold it any more.
   */
  forCase(id: string, kind: CaseKind, hash?: string): CasePolicy | undefined;
  /**
   * Derives the facts of an opening and pins its policies. `receivedAt` in epoch milliseconds; the policy exists and
   * serves the kind.
   */
  resolveOpening(kind: CaseKind, request: OpenRequest, records: OpeningRecords, receivedAt: number): ResolvedOpening;
}
