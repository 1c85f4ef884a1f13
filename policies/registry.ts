/**
 * The policies in force for new cases, compiled for each case with the calendar years that it may reach: those that are
 * published, or for tools and tests those of a folder. What is published later is taken in while the system runs.
 */
import { basename } from 'node:path';
import type { Blank, OpeningRecords, PolicyRegistry, PolicySummary, ResolvedOpening, SupplierPolicy } from './contract';
import { dateAt } from '../domain/calendar/zone';
import { entryOf } from '../domain/cases/kinds';
import type { OpenRequest } from '../domain/cases/opening';
import type { KnownRecords } from '../domain/cases/opening-facts';
import type { Decision } from '../domain/decision/decide';
import type { Question } from '../domain/decision/program';
import { blanksOf } from '../domain/policy/blanks';
import { compileCasePolicy } from '../domain/policy/compile';
import { clausesOf } from '../domain/policy/compile-targets';
import type { CasePolicy } from '../domain/policy/case-policy';
import type { CaseKind } from '../domain/policy/rule';
import type { PolicySource } from '../domain/policy/source';
import type { InForce } from './in-force';
import { askable, type Asked } from './loader/ask';
import { calendarSet, snapshotsOf } from './loader/calendars';
import { loadPolicy, policyFiles, type LoadedPolicy } from './loader/load';
import { knownNames } from './loader/known';

/** The overlay for visits where the service policy is silent, unless a policy is a demonstration. */
const visitOverlay = 'iot-home-visit';

type Content = Pick<InForce, 'policies' | 'all' | 'calendars'>;

export class Policies implements PolicyRegistry {
  private byId: ReadonlyMap<string, LoadedPolicy>;
  private readonly snapshots = new Map<string, ReturnType<typeof snapshotsOf>>();
  private readonly asked = new Map<string, Asked>();
  private readonly compiled = new Map<string, CasePolicy>();

  constructor(private content: Content) {
    this.byId = new Map(content.policies.map((l) => [l.policy.id, l]));
  }

  /** Reads every policy of a folder. Throws `BadPolicy` with everything that is wrong, file by file. */
  static load(folder?: string): Policies {
    const calendars = calendarSet();
    const known = knownNames(calendars);
    const policies = policyFiles(folder).map((file) => loadPolicy(file, known));
    return new Policies({ policies, all: policies, calendars });
  }

  /** From now on new cases use this. */
  replace(content: Content): void {
    this.content = content;
    this.byId = new Map(content.policies.map((l) => [l.policy.id, l]));
    this.snapshots.clear();
    this.asked.clear();
    this.compiled.clear();
  }

  /** Those for new cases. */
  get loaded(): readonly LoadedPolicy[] {
    return this.content.policies;
  }

  get(id: string): PolicySummary | undefined {
    const found = this.byId.get(id);
    return found?.policy.layer === 'service' ? summary(found) : undefined;
  }

  list(kind?: CaseKind): readonly PolicySummary[] {
    return this.loaded
      .filter(({ policy }) => policy.layer === 'service' && (kind === undefined || policy.kinds.includes(kind)))
      .map(summary);
  }

  /** The policies as their files say them, for duties that no case has. */
  source(): PolicySource {
    return {
      get: (id) => this.byId.get(id)?.policy,
      all: () => this.loaded.map(({ policy }) => policy),
      calendars: (zone, year) => this.calendars(zone, year),
    };
  }

  supplier(id: string): SupplierPolicy | undefined {
    const found = this.byId.get(id);
    if (found?.policy.layer !== 'supplier') return undefined;
    const { policy, hash } = found;
    return { policy, hash, ask: (question, given) => this.decide(id, question, given)! };
  }

  waitsFor(id: string): readonly Blank[] {
    const file = this.byId.has(id) ? undefined : policyFiles().find((path) => basename(path, '.yaml') === id);
    if (file === undefined) return [];
    const { policy } = loadPolicy(file, knownNames(this.content.calendars));
    const blanks = blanksOf(policy);
    return policy.parameters
      .filter((parameter) => blanks.includes(parameter.id))
      .map((parameter) => ({ id: parameter.id, title: parameter.title, clauses: clausesOf(parameter) }));
  }

  decide(id: string, question: Question, given: Readonly<Record<string, unknown>>): Decision | undefined {
    const found = this.byId.get(id);
    if (!found) return undefined;
    const asked = this.asked.get(id) ?? askable(found.policy, this.content.calendars);
    this.asked.set(id, asked);
    return asked.ask(question, given);
  }

  decidable(): readonly string[] {
    return [...this.byId.keys()];
  }

  forCase(id: string, kind: CaseKind, hash?: string): CasePolicy | undefined {
    const found = hash === undefined ? this.byId.get(id) : this.content.all.find((l) => l.hash === hash);
    if (found?.policy.id !== id || found.policy.layer !== 'service' || !found.policy.kinds.includes(kind))
      return undefined;
    return this.compile(found, kind, new Date().getUTCFullYear());
  }

  resolveOpening(kind: CaseKind, request: OpenRequest, records: OpeningRecords, receivedAt: number): ResolvedOpening {
    const found = this.byId.get(request.policy);
    if (!found || found.policy.layer !== 'service' || !found.policy.kinds.includes(kind)) {
      const allowed = this.list(kind).map((p) => p.id);
      throw new RangeError(`unknown policy ${request.policy}; known: ${allowed.join(', ')}`);
    }
    const policy = this.compile(found, kind, new Date(receivedAt).getUTCFullYear());
    const { zone } = Object.values(policy.calendars)[0]!;
    const { facts, problems } = entryOf(kind).opening.facts(
      found.policy,
      request,
      knownOf(records),
      dateAt(zone, receivedAt),
    );
    return { policy, facts, problems };
  }

  /**
   * Once for each version, kind and year, for all its cases: it takes some milliseconds, and they only read it. The
   * calendars reach from the year before to the year after: pauses and long targets stay inside.
   */
  private compile(service: LoadedPolicy, kind: CaseKind, year: number): CasePolicy {
    const key = `${service.hash} ${kind} ${year}`;
    const known = this.compiled.get(key);
    if (known) return known;
    const visit = service.policy.demo ? undefined : this.byId.get(visitOverlay);
    const compiled = compileCasePolicy({
      service: service.policy,
      visit: visit?.policy,
      hashes: { service: service.hash, visit: visit?.hash },
      kind,
      calendars: this.calendars(service.policy.timeZone, year),
    });
    this.compiled.set(key, compiled);
    return compiled;
  }

  private calendars(zone: string, year: number): ReturnType<typeof snapshotsOf> {
    const key = `${zone} ${year}`;
    const known = this.snapshots.get(key) ?? snapshotsOf(this.content.calendars, zone, year, year + 1);
    this.snapshots.set(key, known);
    return known;
  }
}

function summary({ policy, hash }: LoadedPolicy): PolicySummary {
  return {
    id: policy.id,
    version: policy.version,
    hash,
    title: policy.title,
    kinds: policy.kinds,
    follows: policy.follows,
    sources: policy.intake?.sources.map((s) => s.id) ?? [],
    hotline: policy.intake?.hotline?.phone,
    requiredAtOpen: (policy.intake?.required ?? []).filter((r) => r.before === 'open').map((r) => r.field),
  };
}

const dateOf = (date: Date | null | undefined): string | undefined => date?.toISOString().slice(0, 10);
const given = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

function knownOf({ customer, site, asset }: OpeningRecords): KnownRecords {
  return {
    customer: {
      phone: given(customer.phone),
      address: given(customer.address),
      region: given(customer.region),
      key: customer.key,
      class: customer.class,
    },
    site: site && {
      address: site.address,
      phone: given(site.phone),
      region: given(site.region),
      outOfTown: site.outOfTown,
      travelMinutes: given(site.travelMin),
    },
    asset: asset && {
      product: asset.product,
      model: asset.model,
      serialNo: asset.serialNo,
      soldByUs: asset.soldByUs,
      saleDate: dateOf(asset.saleDate),
      warrantyFrom: dateOf(asset.warrantyFrom),
      exchangedOn: dateOf(asset.exchangedOn),
      warrantyMonths: given(asset.warrantyMonths),
      contractUntil: dateOf(asset.contractUntil),
      weightKg: asset.weightKg === null ? undefined : Number(asset.weightKg),
      volumeM3: asset.volumeM3 === null ? undefined : Number(asset.volumeM3),
    },
  };
}
