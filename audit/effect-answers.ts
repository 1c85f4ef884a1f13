/** What follows from the answer of an activity: who was called for a level, and a mail that reached nobody. */
import type { DeliverOutcome } from '../domain/cases/record';
import { atTop, called, roleOf, uncalled, up, type Ascent } from './ladder';
import type { CaseUnderAudit } from './procedures/procedure';
import type { DeliverAsked, Effect, EventRef } from './timeline';

/** The names under which a case records what it did about an answer. */
const steps: Readonly<Partial<Record<string, 'call_out' | 'delivery'>>> = { callOut: 'call_out', deliver: 'delivery' };

/** The step that the answer makes the case take now; undefined where it makes it take none. */
export function stepAfter(effect: Effect, ledger: CaseUnderAudit, over: boolean): 'call_out' | 'delivery' | undefined {
  if (effect.name !== 'callOut') return undelivered(effect) !== undefined && !over ? steps[effect.name] : undefined;
  const ascent = ascentOf(effect, ledger);
  return effect.failure === undefined && ascent !== undefined && uncalled(ascent) ? steps[effect.name] : undefined;
}

/** What that step does. `source`: the answer. */
export function takeAnswer(effect: Effect, source: EventRef, ledger: CaseUnderAudit): void {
  if (effect.name === 'callOut') people(effect, source, ledger);
  else notDelivered(effect, ledger);
}

function ascentOf({ request }: Effect, ledger: CaseUnderAudit): Ascent | undefined {
  const { escalation } = request as { escalation: string };
  return ledger.ascents.get(escalation.replace(/\/\d+\/\d+$/, ''));
}

/** The people of a level are known: they are told, or, where nobody is, the next level is due at once. */
function people(effect: Effect, source: EventRef, ledger: CaseUnderAudit): void {
  const ascent = ascentOf(effect, ledger)!;
  const { policy, now } = ledger;
  // Whom the case is about may have been named while the roster was read.
  const there = (effect.result as { people: string[] }).people.filter((id) => !ledger.barred.includes(id));
  if (there.length === 0 && ascent.status === 'open' && !atTop(policy, ascent)) {
    const { level, repeats } = ascent;
    ascent.calls.push({ level, repeats, at: now, people: there, source });
    ledger.happened.push(`nobody_on_duty ${ascent.key} ${roleOf(policy, ascent)}`, up(policy, ascent));
    return;
  }
  called(policy, ascent, there, now, source);
  ledger.happened.push(`people_called ${ascent.key} ${ascent.level} ${roleOf(policy, ascent)} ${there.join()}`);
  for (const person of there) ledger.tell(templateOf(ascent), `person:${person}`);
}

/** A mail that is refused for good, or has no address, is told to the dispatcher and upwards. */
function notDelivered(effect: Effect, ledger: CaseUnderAudit): void {
  const { notice } = effect.request as DeliverAsked;
  const reason = undelivered(effect)!;
  const [ladder] = Object.keys(ledger.policy.ladders);
  const ascent = ledger.ascents.get(String(notice.params.escalation));
  if (notice.template === 'mail_refused' || ascent?.cause === 'mail' || ladder === undefined) return;
  if (reason === 'nobody' && notice.to === 'customer') return;
  if (ascent?.status === 'open') ledger.happened.push(up(ledger.policy, ascent));
  ledger.tell('mail_refused', 'dispatcher');
  if (reason === 'nobody') return;
  const { template, clauses } = notice;
  ledger.raise({ key: `mail:${template}`, cause: 'mail', subject: template, ladder, clauses });
}

/** Why a mail did not reach anybody; undefined where it did. */
export function undelivered({ name, failure, result }: Effect): string | undefined {
  if (name !== 'deliver') return undefined;
  if (failure !== undefined) return failure;
  const { result: outcome } = (result ?? {}) as Partial<DeliverOutcome>;
  return outcome === 'refused' || outcome === 'nobody' ? outcome : undefined;
}

function templateOf({ repeats, level, cause }: Ascent): string {
  if (repeats > 0) return 'escalation_repeated';
  if (level > 1) return 'escalation_climbed';
  return cause === 'alert' ? 'alert_leadership' : 'escalation_raised';
}
