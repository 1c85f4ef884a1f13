/** The values of an event in words: each with a label, instants left to the reader's clock. */
import { z } from 'zod';
import type { CaseQuestion } from '../../../domain/cases/policy-decision';
import { fieldWords, valueWords, YES_NO } from '../../../messages/field-words';
import { span, yuan } from '../../../messages/format';
import { factWords, outcomeWords, QUESTIONS } from '../../../messages/decision-words';
import { joinWords, type Words } from '../../../messages/bilingual';
import type { Terms } from './terms';

export const words = z.object({ zh: z.string(), en: z.string() });
export const detail = z
  .object({
    label: words,
    value: words.optional(),
    at: z.iso.datetime({ offset: true }).optional().describe('in place of `value`: an instant'),
  })
  .meta({ id: 'EventDetail' });

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const ladderLevel: Words = { zh: '级别', en: 'Level' };
/** The id of a text that an action brought, whatever the value is called. */
const TEXT_ID = /^t-[0-9a-f]{32}$/;
/** Values that hold the id of a text in `master`. */
const TEXTS = [
  ...['reason', 'text', 'opinion', 'advice', 'condition', 'work', 'finding'],
  ...['words', 'answer', 'evidence', 'solution', 'result'],
];
const PEOPLE = ['engineerId', 'before', 'people', 'dispatcherId', 'handlerId', 'personId'];
/** Events that hand a share of the case to a policy role. */
const HANDED = ['routed', 'task_passed'];
const SIDES = ['from', 'to'];
/** Events whose level is one of review. */
const REVIEWS = ['appealed', 'ruled', 'ruled_final'];

/** The lines under an event; what has neither label nor meaning for people is left out. */
export function detailsOf(
  type: string,
  data: Readonly<Record<string, unknown>>,
  terms: Terms,
): z.infer<typeof detail>[] {
  if (type === 'status_changed') return [statusChange(data, terms)];
  if (type === 'policy_decided') return decided(data);
  return Object.entries(data).flatMap(([name, value]): z.infer<typeof detail>[] => {
    // Steps of a ladder are numbers, levels of faults are names; the key of an escalation says what it is about.
    const isLadderLevel = name === 'level' && typeof value === 'number';
    const label = isLadderLevel ? ladderLevel : fieldWords(name, type);
    if (name === 'subject' && 'escalation' in data) return [];
    if (!label || value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    if (typeof value === 'string' && INSTANT.test(value)) return [{ label, at: value }];
    return [{ label, value: inWords(type, name, value, terms) }];
  });
}

/** A decision in short; its reasons stand with the case. */
function decided({ question, answer, missing }: Readonly<Record<string, unknown>>): z.infer<typeof detail>[] {
  const { decision, payer, route } = answer as Readonly<Record<string, unknown>>;
  const outcomes = [decision, payer, route].flat().filter((code): code is string => typeof code === 'string');
  const asked = missing as readonly string[];
  const lines: [Words, readonly Words[]][] = [
    [{ zh: '事项', en: 'About' }, [QUESTIONS[question as CaseQuestion]]],
    [{ zh: '判定', en: 'Decided' }, outcomes.map(outcomeWords)],
    [{ zh: '尚不知道', en: 'Not known yet' }, asked.map(factWords)],
  ];
  return lines.flatMap(([label, values]) => (values.length > 0 ? [{ label, value: joinWords(values) }] : []));
}

function statusChange({ from, to }: Readonly<Record<string, unknown>>, terms: Terms): z.infer<typeof detail> {
  const [before, after] = [terms.status(String(from)), terms.status(String(to))];
  const opened = from === 'new';
  return {
    label: { zh: '状态', en: 'Status' },
    value: {
      zh: opened ? after.zh : `${before.zh} → ${after.zh}`,
      en: opened ? after.en : `${before.en} → ${after.en}`,
    },
  };
}

function inWords(type: string, name: string, value: unknown, terms: Terms): Words {
  if (Array.isArray(value)) return joinWords(value.map((v) => inWords(type, name, v, terms)));
  if (typeof value === 'boolean') return YES_NO[`${value}`];
  if (typeof value === 'number') return figure(name, value);
  if (typeof value === 'string') return ofString(type, name, value, terms);
  return { zh: JSON.stringify(value), en: JSON.stringify(value) };
}

function figure(name: string, value: number): Words {
  if (name.endsWith('Fen')) return { zh: yuan(value), en: yuan(value) };
  if (name.endsWith('Ms')) return { zh: span(value, 'zh'), en: span(value, 'en') };
  return { zh: String(value), en: String(value) };
}

function ofString(type: string, name: string, value: string, terms: Terms): Words {
  if (type === 'handed_over' || PEOPLE.includes(name)) return terms.person(value);
  if (name === 'clock') return terms.clock(value);
  if (name === 'escalation') return terms.escalation(value);
  if (name === 'role' || name === 'duty' || (SIDES.includes(name) && HANDED.includes(type))) return terms.role(value);
  if (name === 'action') return terms.action(value);
  if (name === 'coverage') return terms.coverage(value);
  if (name === 'callback') return terms.milestone(value);
  if (name === 'template') return terms.template(value);
  if (name === 'because') return valueWords(value) ?? terms.ending(value);
  if (name === 'topics') return joinWords(value.split(' ').map((item) => terms.named('jobItems', item)));
  if (name === 'what') return terms.pause(value);
  if (name === 'askFor') return joinWords(value.split(',').map(factWords));
  if (name === 'reasons') return joinWords(value.split(',').flatMap((key) => terms.reason(key) ?? []));
  if (name === 'offers') return joinWords(value.split(',').map((o) => valueWords(o) ?? terms.action(o)));
  if (name === 'missing') return checklistItem(value, terms) ?? terms.mark(value) ?? fieldWords(value) ?? same(value);
  if (name === 'level') return terms.named(REVIEWS.includes(type) ? 'reviewLevels' : 'levels', value);
  if (name === 'category') return terms.named('categories', value);
  if (name === 'region') return terms.named('regions', value);
  if (name === 'product') return terms.named('products', value);
  if (name === 'fee') return terms.named('fees', value);
  if (name === 'stage') return terms.named('technicalHelp', value);
  if (name === 'subject') return terms.mark(value) ?? terms.milestone(value);
  if (name === 'by' && /^P[\dT]/.test(value)) return spanWords(value);
  if (TEXT_ID.test(value) || (TEXTS.includes(name) && !valueWords(value, name))) return terms.text(value);
  return valueWords(value, name) ?? same(value);
}

function checklistItem(id: string, terms: Terms): Words | undefined {
  for (const items of terms.known.policy.checklists.values()) if (items.has(id)) return items.get(id);
  return undefined;
}

/** A span such as `PT1H30M`, of days, hours and minutes. */
function spanWords(iso: string): Words {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?/.exec(iso) ?? [];
  const ms = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60_000;
  return { zh: span(ms, 'zh'), en: span(ms, 'en') };
}

function same(value: string): Words {
  return { zh: value, en: value };
}
