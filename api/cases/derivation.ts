/** How a recorded clock's due time came about, recomputed from the record and the pinned policy, in words. */
import { computeDue } from '../../domain/calendar/due';
import { describeDerivation, type Language } from '../../domain/calendar/describe';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { Facts, Target, TargetRow } from '../../domain/policy/rule';
import { ruleOfRow } from '../../domain/sla/clock';
import { parseInstant } from '../../domain/time/instant';
import { localTime, span } from '../../messages/format';
import type { Clock } from '../../prisma/generated/client';

/** The target row that applied, as the clock's record keeps it. */
type RecordedTarget = Target & Pick<TargetRow, 'plus' | 'capMs'>;

interface RecordedPause {
  from: string;
  to?: string;
}

/** The lines; none where the clock has no due time, or the registry no longer holds the pinned policy. */
export function derivationOf(
  clock: Clock,
  policy: CasePolicy | undefined,
  facts: Facts,
  language: Language,
  now: number,
): string[] {
  const milestone = policy?.milestones.find((m) => m.id === clock.milestone);
  const calendar = milestone && policy?.calendars[milestone.calendar];
  if (!calendar || !clock.startedAt || !clock.dueAt) return [];
  const { plus, capMs, ...target } = clock.target as unknown as RecordedTarget;
  const rule = ruleOfRow({ target, plus, capMs, clauses: clock.clauses }, facts);
  if (!rule) return [];
  const pauses = (clock.pauses as unknown as RecordedPause[]).map((p) => ({
    from: parseInstant(p.from),
    to: p.to === undefined ? undefined : parseInstant(p.to),
  }));
  const { derivation } = computeDue(rule, clock.startedAt.getTime(), pauses, calendar, now);
  const lines = describeDerivation(derivation, language, calendar.zone);
  const dueAt = clock.dueAt.toISOString();
  const due = (inLanguage: Language): string => localTime(dueAt, policy.zone, inLanguage);
  const more = [
    ...(capMs === undefined ? [] : [{ zh: `上限：${span(capMs, 'zh')}`, en: `Cap: ${span(capMs, 'en')}` }]),
    ...(clock.extendedMs === 0n
      ? []
      : [
          {
            zh: `已延长：${span(Number(clock.extendedMs), 'zh')}`,
            en: `Extended by ${span(Number(clock.extendedMs), 'en')}`,
          },
        ]),
  ];
  if (more.length > 0) more.push({ zh: `现到期：${due('zh')}`, en: `Due now: ${due('en')}` });
  return [...lines, ...more.map((words) => words[language])];
}
