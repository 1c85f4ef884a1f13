/** What supervisors do to promises and escalations in any kind of case, as the auditor keeps account of it. */
import { durationMs } from '../domain/time/duration';
import { parseInstant } from '../domain/time/instant';
import type { Ledger } from './ledger';
import { absorb } from './merging';

interface Ref {
  id: string;
}
interface Payload {
  escalation: string;
  ladder: string;
  clock: string;
  by: string;
  metAt: string;
  reason: Ref;
  dispatcherId: string;
  complaint: string;
  form: string;
  entry: number;
  clocks: { milestone: string; startedAt: string }[];
}

type Act = (ledger: Ledger, payload: Payload) => void;

const answer: Act = (ledger, { escalation }) => {
  const ascent = ledger.ascents.get(escalation);
  if (!ascent) return;
  Object.assign(ascent, { status: 'acknowledged', acknowledgedBy: ledger.by, acknowledgedAt: ledger.at });
  ascent.acknowledged = ledger.source;
  ascent.nextAt = undefined;
};

/** The answer to what a cancelled case left open ends it. */
const acknowledge: Act = (ledger, payload) => {
  answer(ledger, payload);
  if (ledger.status === 'cancelled') ledger.settle((a) => a.key === payload.escalation, 'case_cancelled');
};

const resolveEscalation: Act = (ledger, payload) => {
  const ascent = ledger.ascents.get(payload.escalation);
  if (!ascent) return;
  if (ascent.acknowledgedBy === undefined) answer(ledger, payload);
  Object.assign(ascent, { status: 'resolved', endedAt: ledger.at, endedBecause: payload.reason.id });
  ascent.nextAt = undefined;
};

const raise: Act = (ledger, { ladder, reason }) =>
  ledger.raise({ key: `person:${ledger.seq}`, cause: 'person', subject: reason.id, ladder, clauses: [] });

/** A complaint over the case makes it urgent. */
const complained: Act = (ledger, { complaint }) => {
  const [ladder] = Object.keys(ledger.policy.ladders);
  if (ladder === undefined) return;
  ledger.raise({ key: `complaint:${complaint}`, cause: 'alert', subject: 'complained', ladder, clauses: [] });
};

const extend: Act = (ledger, { clock, by, reason }) => {
  const round = ledger.rounds.get(clock);
  if (!round) return;
  round.extensions = [
    ...round.extensions,
    { ms: durationMs(by), at: ledger.at, by: ledger.by, reason: reason.id, source: ledger.source },
  ];
  ledger.again(round, 'system_was_slow');
};

const excuse: Act = (ledger, { clock, reason }) => {
  const round = ledger.rounds.get(clock);
  if (round) round.excuse = { askedBy: ledger.by, reason: reason.id, asked: ledger.source };
};

const approveExcuse: Act = (ledger, { clock }) => {
  const round = ledger.rounds.get(clock);
  if (!round?.excuse) return;
  round.excuse = { ...round.excuse, approvedBy: ledger.by, approved: ledger.source };
  ledger.settle((a) => a.round === clock, 'excused');
};

/** The instant at which a promise was kept was written down wrongly: judged again by the right one. */
const correct: Act = (ledger, { clock, metAt, reason }) => {
  const round = ledger.rounds.get(clock);
  if (round?.metAt === undefined) return;
  const wasBroken = round.brokenAt !== undefined;
  round.corrected = { from: round.metAt, by: ledger.by, reason: reason.id, source: ledger.source };
  round.metAt = parseInstant(metAt);
  round.brokenAt = round.dueAt !== undefined && round.metAt > round.dueAt ? round.dueAt : undefined;
  if (wasBroken && round.brokenAt === undefined) ledger.withdraw(round, 'corrected');
};

const handOver: Act = (ledger, { dispatcherId }) => {
  ledger.parties = { ...ledger.parties, dispatcherId };
};

const issueDocument: Act = (ledger, { form }) => ledger.issue(form);

const nothing: Act = () => undefined;

/** By name of the action, as every kind of case has them. */
export const supervision: Readonly<Record<string, Act>> = {
  complained,
  acknowledge,
  resolveEscalation,
  raise,
  extend,
  excuse,
  approveExcuse,
  correct,
  handOver,
  issueDocument,
  attach: nothing,
  absorb: (ledger, { clocks }) => absorb(ledger, clocks),
  confirmEntry: (ledger, { entry }) => ledger.book.confirm(entry, ledger.by, ledger.at),
  reverseEntry: (ledger, { entry }) => ledger.takeBack(entry),
  note: nothing,
  link: nothing,
};
