/** A notice becomes a mail: words of its template, its values as people read them, the clauses that it rests on. */
import type { Coverage } from '../domain/cases/repair/state';
import type { Language } from '../domain/calendar/describe';
import { COVERAGES, PAUSES } from './case-words';
import type { Clause } from './clauses';
import { factWords } from './decision-words';
import { en } from './en';
import { EVENTS, MARKS } from './event-words';
import { fieldWords, valueWords } from './field-words';
import { localTime, span, yuan } from './format';
import { layOut, type Section } from './layout';
import { findTemplate, messageOf, TEMPLATE_NAMES, type Audience, type Messages, type TemplateName } from './templates';
import type { Message } from './message';
import { MONEY_VALUES } from './money';
import { LABELS, PAGE, SHEET, VALUES, type SheetLine } from './words';
import type { Words, WordsOf } from './bilingual';
import { zh } from './zh';

const MESSAGES: Readonly<Record<Language, Messages>> = { zh, en };

export type Value = string | number | boolean | null;

/** Who writes. */
export interface Company {
  name: Words;
  /** A published number. */
  hotline?: string;
  /** Where devices are brought or sent. */
  repairAddress?: Words;
}

/** One line of a list in a mail: about a case, to which it links, under a label of its own, or both. `at` is ISO 8601. */
export interface EntryLine {
  caseId?: string;
  label?: string;
  /** Business key of the duty that it tells of: case and label are found by it when the mail is made. */
  chore?: string;
  /** Partner's audit whose findings stand in the place of this line, one line each, when the mail is made. */
  audit?: string;
  subject: string;
  /** How far it has climbed; shown from 1 on. */
  level?: number;
  at: string;
}

export interface MailInput {
  template: string;
  audience: Audience;
  /** Chinese first where there are both. */
  languages: readonly Language[];
  caseId?: string;
  /** By template value name; instants are ISO 8601 under names in `…At` or `…Due`, money fen in `…Fen`, spans in `…Ms`. */
  params: Readonly<Record<string, Value>>;
  clauses: readonly string[];
  /** IANA name of the policy's zone. */
  zone: string;
  /** The number of the policy, which goes before the company's. */
  hotline?: string;
  /** What ids are called: milestones, roles, levels … of the policy. */
  titles: ReadonlyMap<string, Words>;
  /** What ids of people and texts stand for. */
  names: ReadonlyMap<string, string>;
  sheet?: Readonly<Partial<Record<SheetLine, string | Words>>>;
  entries?: readonly EntryLine[];
}

export interface MailSetting {
  company: Company;
  /** Where staff open cases, without a slash at its end. */
  publicUrl: string;
  clauses: ReadonlyMap<string, Clause>;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  /** False where the template is unknown or has no words for this audience, and the general ones were taken. */
  known: boolean;
}

/** Renders subject, text and HTML. Pure: the same input always gives the same mail, so a retry sends the same. */
export function renderMail(input: MailInput, setting: MailSetting): RenderedMail {
  const template = findTemplate(input.template, input.audience);
  const parts = input.languages.map((language) => part(input, setting, template, language));
  const title = parts.map(({ heading }) => heading).join(' / ');
  const subject = oneLine(subjectOf(title, input));
  return {
    subject,
    ...layOut(
      subject,
      parts.map(({ section }) => section),
    ),
    known: template !== undefined,
  };
}

/** The mail's title in a language: used where another mail speaks of it. */
export function titleOf(name: string, language: Language): string | undefined {
  if (!TEMPLATE_NAMES.includes(name)) return undefined;
  const entry: Partial<Record<Audience, Message>> = MESSAGES[language][name as TemplateName];
  return (entry.staff ?? entry.customer)?.title;
}

function part(
  input: MailInput,
  setting: MailSetting,
  template: TemplateName | undefined,
  language: Language,
): { heading: string; section: Section } {
  const { audience, caseId } = input;
  const message = messageOf(MESSAGES[language], template, audience);
  const words = PAGE[language];
  const staff = audience === 'staff';
  const { subject, milestone, callback } = input.params;
  const about = staff ? (subject ?? milestone ?? callback ?? null) : null;
  const heading =
    about === null
      ? message.title
      : `${message.title}${words.colon}${valueText('subject', about, input, setting, language)}`;
  const { company } = setting;
  const hotline = input.hotline ?? company.hotline;
  const section: Section = {
    lang: language === 'zh' ? 'zh-CN' : 'en',
    title: message.title,
    text: message.text,
    next: message.next,
    rows: rows(input, setting, template, language),
    entries: (input.entries ?? []).map((entry) => ({
      label: [entry.caseId, entry.label].filter(Boolean).join(' · '),
      value: [
        valueText('subject', entry.subject, input, setting, language),
        ...(entry.level ? [levelText(entry.level, language)] : []),
        localTime(entry.at, input.zone, language),
      ].join(' · '),
      url: entry.caseId === undefined ? undefined : caseUrl(setting, entry.caseId),
    })),
    clauses: staff ? input.clauses.map((id) => clauseLine(id, setting.clauses.get(id), language)) : [],
    url: staff && caseId !== undefined ? caseUrl(setting, caseId) : undefined,
    words,
    signature: [company.name[language], ...(hotline === undefined ? [] : [`${words.hotline}${words.colon}${hotline}`])],
  };
  return { heading, section };
}

function rows(
  input: MailInput,
  setting: MailSetting,
  template: TemplateName | undefined,
  language: Language,
): Section['rows'] {
  const words = PAGE[language];
  const { company } = setting;
  const found: { label: string; value: string }[] = [];
  if (input.caseId !== undefined) found.push({ label: words.caseNo, value: input.caseId });
  for (const [line, label] of Object.entries(SHEET)) {
    const value = input.sheet?.[line as SheetLine];
    if (value) found.push({ label: label[language], value: typeof value === 'string' ? value : value[language] });
  }
  const order = Object.keys(LABELS);
  const place = (name: string): number => (name in LABELS ? order.indexOf(name) : order.length);
  for (const name of Object.keys(input.params).sort((a, b) => place(a) - place(b))) {
    const value = input.params[name];
    const label = LABELS[name];
    if (value === null || value === undefined || value === '') continue;
    if (input.audience === 'customer' && !label?.customer) continue;
    const words = label ?? fieldWords(name);
    found.push({ label: words?.[language] ?? name, value: valueText(name, value, input, setting, language) });
  }
  if (template === 'repair_address')
    found.push({ label: words.address, value: company.repairAddress?.[language] ?? words.addressUnknown });
  return found;
}

function valueText(name: string, value: Value, input: MailInput, setting: MailSetting, language: Language): string {
  if (typeof value === 'boolean') return PAGE[language][value ? 'yes' : 'no'];
  if (typeof value === 'number') {
    if (name.endsWith('Fen')) return yuan(value);
    if (name.endsWith('Ms')) return span(value, language);
    return name === 'level' ? levelText(value, language) : String(value);
  }
  if (value === null) return '';
  if (/(At|Due)$/.test(name)) return localTime(value, input.zone, language);
  if (LISTS.includes(name)) {
    const words = value.split(',').map((entry) => listedText(name, entry, input, setting, language));
    return [...new Set(words.filter(Boolean))].join(PAGE[language][name === 'reasons' ? 'between' : 'list']);
  }
  // A milestone may be called the same as what it sends.
  if (name === 'paper') return MONEY_VALUES[`paper.${value}`]?.[language] ?? value;
  if (name === 'coverage' && Object.hasOwn(COVERAGES, value)) return COVERAGES[value as Coverage][language];
  return wordText(value, input, language, name);
}

/** Values that hold several ids with commas between. */
const LISTS = ['offers', 'reasons', 'askFor'];

/** One id of a list in words: a fact, a reason by the policy's own words or those of its clauses, or any other. */
function listedText(name: string, id: string, input: MailInput, setting: MailSetting, language: Language): string {
  if (name === 'askFor') return factWords(id)[language];
  if (name !== 'reasons') return wordText(id, input, language);
  const [stem = id, cited = ''] = id.split(/[/=]/);
  const own = input.titles.get(id.includes('=') ? stem : id)?.[language];
  const clauses = cited.split(' ').flatMap((clause) => setting.clauses.get(clause) ?? []);
  return own ?? clauses.map(({ quote, rule }) => (language === 'zh' ? quote : rule)).join(PAGE[language].list);
}

/** An id in words: of the policy, of the software, a text, a person, or else itself. Rounds (`response#2`) keep their number. */
function wordText(id: string, input: MailInput, language: Language, name = ''): string {
  const [stem = id, round] = id.split('#');
  const own = VALUES[stem] ?? happened(name, stem) ?? valueWords(stem, name);
  const words = input.titles.get(stem)?.[language] ?? own?.[language] ?? titleOf(stem, language);
  if (words !== undefined) return round === undefined ? words : `${words} #${round}`;
  return input.names.get(id) ?? id;
}

/** What an escalation or a warning is about, where that is no promise of the policy: what happened, or what is waited for. */
function happened(name: string, id: string): Words | undefined {
  if (name !== 'subject' && name !== 'clock') return undefined;
  const words: WordsOf = { ...PAUSES, ...EVENTS, ...MARKS };
  return Object.hasOwn(words, id) ? words[id] : undefined;
}

function levelText(level: number, language: Language): string {
  return language === 'zh' ? `${level} ${PAGE.zh.level}` : `${PAGE.en.level} ${level}`;
}

function subjectOf(title: string, { audience, caseId }: MailInput): string {
  if (caseId === undefined) return title;
  return audience === 'staff' ? `[${caseId}] ${title}` : `${title} · ${caseId}`;
}

function clauseLine(id: string, clause: Clause | undefined, language: Language): Section['clauses'][number] {
  if (!clause) return { id };
  return language === 'zh' ? { id, quote: clause.quote } : { id, quote: clause.quote, rule: clause.rule };
}

function caseUrl({ publicUrl }: MailSetting, caseId: string): string {
  return `${publicUrl}/cases/${encodeURIComponent(caseId)}`;
}

/** A subject stands in one header line, of a length that clients show. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 180);
}
