/**
 * What a case asked of the mailer and of the roster, held against the steps that it follows from: another person, case,
 * policy or role in such a request sends words astray though the record is as it should be.
 */
import type { StepRecord } from '../domain/cases/record';
import { finding, type Finding } from './finding';
import { levelsOf } from './ladder';
import type { Ledger } from './ledger';
import { sameJson } from './same-json';
import type { DeliverAsked, Effect, Timeline } from './timeline';

type People = Partial<Record<'customerId' | 'siteId' | 'assetId' | 'dispatcherId' | 'engineerId', string>>;

/** What a mail is asked for with, beside its words. */
interface MailAsked extends DeliverAsked {
  caseId?: string;
  owedAt?: string;
  policyId?: string;
  region?: string;
  parties?: People;
}

/** A mail goes out as the step that owes it recorded it: the same words to the same people, or none. */
export function strangeMails(mails: readonly Effect[], claims: Timeline['claims']): Finding[] {
  const recorded = new Map(claims.flatMap(({ step }) => step.notices.map((n) => [n.key, { notice: n, step }])));
  return mails.flatMap(({ request, asked, askedAt }): Finding[] => {
    const mail = request as MailAsked;
    const { notice, seq } = mail;
    const owed = recorded.get(notice.key);
    if (owed?.step.seq === seq && sameJson(owed.notice, notice) && isOf(mail, owed.step, claims)) return [];
    const data = { step: seq, template: notice.template, to: notice.to };
    return [finding('notice_differs', [asked], { at: askedAt, clauses: notice.clauses, data })];
  });
}

/** Asked for with the case, policy and people of its step; those who have the case may have changed before it was sent. */
function isOf(mail: MailAsked, { caseId, recordedAt, head }: StepRecord, claims: Timeline['claims']): boolean {
  const { customerId, siteId, assetId, dispatcherId, engineerId } = mail.parties ?? {};
  const had = (key: 'dispatcherId' | 'engineerId', id: string | undefined): boolean =>
    id === head[key] || claims.some(({ step }) => step.seq >= mail.seq && step.head[key] === id);
  return (
    mail.caseId === caseId &&
    mail.owedAt === recordedAt &&
    mail.policyId === head.policyId &&
    (mail.region === head.region || claims.some(({ step }) => step.head.region === mail.region)) &&
    customerId === head.customerId &&
    siteId === head.siteId &&
    assetId === head.assetId &&
    had('dispatcherId', dispatcherId) &&
    had('engineerId', engineerId)
  );
}

interface CallAsked {
  caseId: string;
  escalation: string;
  role: string;
  policyId: string;
}

/** Whoever is called for a level holds the role that the ladder has there. */
export function strangeCalls({ effects, claims }: Timeline, ledger: Ledger): Finding[] {
  return effects.flatMap(({ name, request, asked, askedAt }): Finding[] => {
    if (name !== 'callOut') return [];
    const { caseId, escalation, role, policyId } = request as CallAsked;
    const [, key = '', level = ''] = /^(.*)\/(\d+)\/\d+$/.exec(escalation) ?? [];
    const ladder = ledger.ascents.get(key)?.ladder ?? '';
    const levels = levelsOf(ledger.policy, ladder);
    const wanted = (levels[Number(level) - 1] ?? levels.at(-1))?.role;
    const of = claims[0]?.step;
    if (wanted === undefined || (role === wanted && caseId === of?.caseId && policyId === of.head.policyId)) return [];
    const data = { step: 0, what: 'callOut', key: escalation, claimed: `${caseId} ${role}`, derived: wanted };
    return [finding('claim_differs', [asked], { at: askedAt, data })];
  });
}
