/** What may be chosen in a field of an action's form: from the case, from its policy, or from the staff. */
import { holdsDuty } from '../../../domain/cases/duty';
import { nextApprover } from '../../../domain/cases/approvals';
import { currentProposal, openRecalls, type ComplaintState } from '../../../domain/cases/complaint/state';
import { unconfirmed } from '../../../domain/cases/ledger';
import { isReversed, type Ledger, type LedgerEntry } from '../../../domain/cases/ledger-rows';
import type { Actor } from '../../../domain/cases/record';
import type { RepairState } from '../../../domain/cases/repair/state';
import type { ReturnState } from '../../../domain/cases/return/state';
import type { CaseState } from '../../../domain/cases/state';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { intakeFields } from '../../../domain/policy/names';
import { isOwed, type Clock } from '../../../domain/sla/clock';
import { valueWords } from '../../../messages/field-words';
import { yuan } from '../../../messages/format';
import type { Section } from '../../../messages/policy-titles';
import { joinWords, type Words } from '../../../messages/bilingual';
import type { FreeLoaner } from '../named-loaner';
import type { Candidates, Names } from './names';
import type { Terms } from './terms';

/** A value and what people read for it. */
export interface Choice {
  value: string;
  title: Words;
}

/** What the choices of a form depend on. */
export interface FormContext {
  state: CaseState;
  policy?: CasePolicy;
  terms: Terms;
  actor: Actor;
  /** Whom a case or a part of it may be given to, with their names. */
  people: Candidates;
  /** Customers whom a recall lists, by id. */
  customers: Names;
  /** Units of the loaner pool that can be given out. */
  loaners: readonly FreeLoaner[];
  /** The unit that the case is about. */
  unit?: { model: string };
}

/** Where a choice stands: the field, the list that it is in, the action. */
export interface Place {
  field: string;
  list?: string;
  action: string;
}

/** A value with its words; as it is where nobody named it. */
export function choice(value: string, title: Words | undefined): Choice {
  return { value, title: title ?? { zh: value, en: value } };
}

/** The choices of a field; undefined where anything may be written. */
export function choicesFor(place: Place, context: FormContext): Choice[] | undefined {
  return fromStaff(place, context) ?? fromState(place, context) ?? fromPolicy(place, context);
}

const STAFF_FIELDS = ['handlerId', 'taskPersonId', 'correctionOwnerId', 'concernedIds', 'companySide'];

function fromStaff({ field }: Place, { people }: FormContext): Choice[] | undefined {
  const found =
    field === 'engineerId' || field === 'dispatcherId'
      ? people[field]
      : STAFF_FIELDS.includes(field)
        ? people.staff
        : [];
  return found.length === 0 ? undefined : found.map(({ id, name }) => choice(id, { zh: name, en: name }));
}

function fromState({ field, list, action }: Place, context: FormContext): Choice[] | undefined {
  const { state, terms } = context;
  switch (field) {
    case 'clock':
      return Object.values(state.clocks)
        .filter((c) => concerns(action, c))
        .map((c) => choice(c.key, terms.clock(c.key)));
    case 'escalation':
      return Object.values(state.escalations)
        .filter((e) => e.endedAt === undefined && (action !== 'acknowledge' || e.status === 'open'))
        .map((e) => choice(e.key, terms.escalation(e.key)));
    case 'entry':
      return (action === 'confirmEntry' ? unconfirmed(state.ledger) : reversible(state.ledger)).map(entryChoice);
    case 'duty':
      return dutiesOf(action, context);
    case 'unitId':
      return context.loaners.length === 0 ? undefined : context.loaners.map(loanerChoice);
    default:
      if (state.kind === 'return') return fromReturn({ field, list, action }, state as ReturnState);
      if (state.kind === 'complaint') return fromComplaint({ field, action }, state as ComplaintState, context);
      return undefined;
  }
}

/** Which clocks an action can be about; the guard decides in the end. */
function concerns(action: string, clock: Clock): boolean {
  if (action === 'extend') return isOwed(clock) && clock.breachedAt === undefined;
  if (action === 'correct') return clock.metAt !== undefined;
  return clock.breachedAt !== undefined;
}

function loanerChoice({ id, serialNo, model, depositFen }: FreeLoaner): Choice {
  const what = `${model} · ${serialNo}`;
  return choice(id, { zh: `${what} · 押金 ${yuan(depositFen)}`, en: `${what} · deposit ${yuan(depositFen)}` });
}

function reversible(ledger: Ledger): LedgerEntry[] {
  return ledger.entries.filter(({ no, reverses }) => reverses === undefined && !isReversed(ledger, no));
}

function entryChoice({ no, type, fen, reverses }: LedgerEntry): Choice {
  const title = valueWords(type, 'type') ?? { zh: type, en: type };
  const back =
    reverses === undefined ? { zh: '', en: '' } : { zh: ` · 冲销第 ${reverses} 笔`, en: ` · takes back ${reverses}` };
  return choice(String(no), {
    zh: `${no} · ${title.zh} ${yuan(fen)}${back.zh}`,
    en: `${no} · ${title.en} ${yuan(fen)}${back.en}`,
  });
}

/** The role that decides next (R-APPROVE), where the reader holds it. */
function dutiesOf(action: string, { state, policy, terms, actor }: FormContext): Choice[] | undefined {
  const next = policy && nextDuty(action, state, policy);
  if (next === undefined) return undefined;
  const region = typeof state.facts.region === 'string' ? state.facts.region : undefined;
  return holdsDuty(actor, next, policy!.pins[0]!.id, region) ? [choice(next, terms.role(next))] : [];
}

function nextDuty(action: string, state: CaseState, policy: CasePolicy): string | undefined {
  if (state.kind === 'repair') {
    const { loaner, price } = state as RepairState;
    if (action === 'decidePrice') return price && nextApprover(price.approval);
    const { approvers = [] } = policy.approvals[policy.loaner.approval ?? ''] ?? {};
    return loaner?.status === 'requested' ? approvers[loaner.approvals.length] : undefined;
  }
  const approval =
    state.kind === 'complaint'
      ? currentProposal(state as ComplaintState)?.approval
      : (state as Partial<ReturnState>).approval;
  return approval && nextApprover(approval);
}

/** Lines of the sale by model; goods that wait for inspection; claims that wait for an answer. */
function fromReturn({ field, list, action }: Place, state: ReturnState): Choice[] | undefined {
  if (field === 'claim')
    return state.claims
      .filter((c) => c.settled === undefined)
      .map(({ no, of, claimedFen }) => {
        const { zh, en } = valueWords(of) ?? { zh: of, en: of };
        return choice(String(no), {
          zh: `${no} · ${zh} ${yuan(claimedFen)}`,
          en: `${no} · ${en} ${yuan(claimedFen)}`,
        });
      });
  // In the application itself the lines are only being written down.
  if (field !== 'line' || action === 'fileApplication') return undefined;
  const waiting = state.goods.lines.filter((l) => l.accepted === undefined).map((l) => l.line);
  const lines = list === undefined ? waiting : state.items.map((i) => i.line);
  return lines.length === 0 ? undefined : lines.map((line) => choice(String(line), lineTitle(state, line)));
}

function lineTitle({ sale, goods }: ReturnState, line: number): Words {
  const model = sale?.lines.find((l) => l.line === line)?.model ?? '';
  const received = goods.lines.find((l) => l.line === line)?.received;
  return {
    zh: `第 ${line} 行 ${model}${received === undefined ? '' : `（实收 ${received}）`}`,
    en: `Line ${line} ${model}${received === undefined ? '' : ` (${received} came)`}`,
  };
}

function fromComplaint(
  { field, action }: Place,
  state: ComplaintState,
  { terms, policy, customers }: FormContext,
): Choice[] | undefined {
  switch (field) {
    case 'category':
      return Object.values(state.tasks)
        .filter((t) => t.status !== 'answered')
        .map((t) => choice(t.category, terms.named('categories', t.category)));
    case 'correction':
      return state.corrections
        .filter(({ done, verified }) => (action === 'reportCorrection' ? !done : done && verified?.effective !== true))
        .map(({ no, what }) => choice(String(no), joinWords([{ zh: `${no} ·`, en: `${no} ·` }, terms.text(what.id)])));
    case 'lot':
      return lotsOf(action, state)?.map((lot) => choice(lot, undefined));
    case 'affectedId':
      return openRecalls(state).flatMap((lot) =>
        Object.entries(state.lots[lot]!.recall!.customers)
          .filter(([, { outcome }]) => outcome === undefined)
          .map(([id]) => {
            const name = customers.get(id);
            return choice(id, name === undefined ? undefined : { zh: name, en: name });
          }),
      );
    case 'known':
      return policy?.complaints?.form
        .filter((f) => f.field !== 'lot')
        .map((f) => choice(f.field, valueWords(f.field, field)));
    default:
      return undefined;
  }
}

/** A lot that nobody named yet may be checked too, so it is written where none is known. */
function lotsOf(action: string, { form, lots }: ComplaintState): string[] | undefined {
  const known = action === 'checkBatch' ? form.lots.filter((lot) => lots[lot] === undefined) : Object.keys(lots);
  return known.length === 0 ? undefined : known;
}

function fromPolicy({ field, action }: Place, { policy, terms, state }: FormContext): Choice[] | undefined {
  if (field === 'known') return intakeFields.map((f) => choice(f, valueWords(f)));
  if (!policy) return undefined;
  const some = (section: Section, ids: readonly string[]) =>
    ids.length === 0 ? undefined : [...new Set(ids)].map((id) => choice(id, terms.named(section, id)));
  const { returns, complaints } = policy;
  switch (field) {
    case 'level':
      return complaints
        ? some(
            'reviewLevels',
            complaints.levels.map((l) => l.id),
          )
        : some(
            'levels',
            policy.levels.map((l) => l.id),
          );
    case 'region':
      return some('regions', policy.regions);
    case 'product':
      return some('products', policy.products);
    case 'fee':
      return some(
        'fees',
        policy.fees.map((f) => f.id),
      );
    case 'stage':
      return some(
        'technicalHelp',
        policy.technicalHelp.map((h) => h.id),
      );
    case 'ladder':
      return Object.keys(policy.ladders).map((id) => choice(id, terms.named('ladders', id)));
    case 'categories':
      return (
        complaints &&
        some(
          'categories',
          complaints.categories.map((c) => c.id),
        )
      );
    case 'role':
      return complaints?.categories
        .flatMap(({ owner, then }) => [owner, ...(then ? [then] : [])])
        .filter((role, i, all) => all.indexOf(role) === i)
        .map((role) => choice(role, terms.role(role)));
    case 'basis':
      return some('bases', complaints?.compensation?.bases.map((b) => b.id) ?? []);
    case 'refusal':
      return some('refusals', returns?.refusals.map((r) => r.reason) ?? []);
    case 'deduction':
      return some('deductions', returns?.deductions.map((d) => d.id) ?? []);
    case 'callback':
      return policy.callbacks
        .filter((c) =>
          Object.values(state.clocks).some((k) => k.milestone === `callback_${c.id}` && k.metAt === undefined),
        )
        .map((c) => choice(c.id, terms.milestone(`callback_${c.id}`)));
    case 'topics':
    case 'item':
      return some('jobItems', policy.jobs?.items?.[action] ?? []);
    case 'checklist':
      return policy.checklists
        .filter((c) => c.action === action)
        .flatMap((c) => c.items.map(({ id }) => choice(id, terms.known.policy.checklists.get(action)?.get(id))));
    default:
      return undefined;
  }
}
