/** Why somebody goes, or should not, in the reader's language: with the certificate, region or product that it is about. */
import { z } from 'zod';
import type { Language } from '../../domain/calendar/describe';
import type { Reason } from '../../domain/planning/types';
import type { Policy } from '../../domain/policy/schema';
import { joinWords, type Words } from '../../messages/bilingual';
import { valueWords } from '../../messages/field-words';
import { PLAN_REASONS } from '../../messages/plan-words';
import { words } from '../cases/titles/event-lines';

export const reasonView = z.object({
  code: z.string(),
  text: z.string(),
  points: z.number(),
  about: z.unknown().optional(),
});

/** An engineer for a case, with everything that was weighed. */
export const suggestionView = z.object({
  engineerId: z.string(),
  fit: z.boolean(),
  points: z.number(),
  reasons: z.array(reasonView),
  titles: z.object({ engineer: words }),
});

/** A reason as it is answered. */
export function said(
  { code, points, about }: Reason,
  policy: Policy | undefined,
  language: Language,
): z.infer<typeof reasonView> {
  const of = about === undefined ? undefined : aboutWords(code, about, policy);
  const between = language === 'zh' ? '：' : ': ';
  const text = [PLAN_REASONS[code][language], of?.[language]].filter(Boolean).join(between);
  return { code, text, points, ...(about !== undefined && { about }) };
}

/** What a reason is about, by its title in the policy; codes that the policy does not know stay as they are. */
function aboutWords(code: Reason['code'], about: string | number, policy: Policy | undefined): Words {
  switch (code) {
    case 'knows_customer':
      return { zh: `${about} 次`, en: `${about} ${about === 1 ? 'time' : 'times'}` };
    case 'load':
      return { zh: `${about}%`, en: `${about} %` };
    default:
      return joinWords(
        String(about)
          .split(' ')
          .map((one) => titleOf(one, policy) ?? { zh: one, en: one }),
      );
  }
}

function titleOf(code: string, policy: Policy | undefined): Words | undefined {
  const of = (list: readonly { id: string; title: Words }[] = []): Words | undefined =>
    list.find(({ id }) => id === code)?.title;
  const certificate = policy?.dispatch?.certificates.find(({ kind }) => kind === code)?.title;
  return (
    certificate ?? of(policy?.regions) ?? of(policy?.products) ?? of(policy?.jobs?.works) ?? valueWords(code, 'work')
  );
}
