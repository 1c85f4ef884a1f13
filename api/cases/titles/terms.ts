/** Codes of a case as words: from the pinned policy first, then from the software's own tables, else as they are. */
import { forms } from '../../../domain/documents/forms';
import type { KindDef } from '../../../domain/cases/kind';
import { caseKinds } from '../../../domain/cases/kinds';
import {
  CAUSES,
  CLOCK_STATUSES,
  COVERAGES,
  ENDINGS,
  ESCALATION_CAUSES,
  ESCALATION_STATUSES,
  NOTICE_STATUSES,
  OWED,
  PAUSES,
  RECIPIENTS,
  STATUSES,
  SYSTEM_ROLES,
} from '../../../messages/case-words';
import { EVENTS, MARKS, MARKS_OF } from '../../../messages/event-words';
import type { PolicyTitles, Section } from '../../../messages/policy-titles';
import { en } from '../../../messages/en';
import { findTemplate, messageOf } from '../../../messages/templates';
import { joinWords, type Words } from '../../../messages/bilingual';
import { zh } from '../../../messages/zh';
import { clauseOf } from '../../../policies/loader/known';
import { personWords, type Names } from './names';

/** Everything that is known of one case's words. */
export interface Known {
  policy: PolicyTitles;
  kind?: KindDef;
  people: Names;
  texts: Names;
}

const FORM_TITLES = Object.fromEntries(Object.entries(forms).map(([name, { title }]) => [name, title]));
const kindTitle = (kind: string | undefined): Words | undefined =>
  caseKinds.find(({ table }) => table.kind === kind)?.opening.title;
const asIs = (code: string): Words => ({ zh: code, en: code });
const inTable = (table: Readonly<Record<string, Words>>, code: string): Words | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;
const join = (first: Words, second: Words | undefined): Words =>
  second ? { zh: `${first.zh}：${second.zh}`, en: `${first.en}: ${second.en}` } : first;

export class Terms {
  constructor(readonly known: Known) {}

  status = (code: string): Words => inTable(STATUSES, code) ?? asIs(code);
  clockStatus = (code: string): Words => inTable(CLOCK_STATUSES, code) ?? asIs(code);
  escalationStatus = (code: string): Words => inTable(ESCALATION_STATUSES, code) ?? asIs(code);
  noticeStatus = (code: string): Words => inTable(NOTICE_STATUSES, code) ?? asIs(code);
  coverage = (code: string): Words => inTable(COVERAGES, code) ?? asIs(code);

  private of(section: Section, code: string): Words | undefined {
    return this.known.policy.of[section].get(code);
  }

  /** A level, region, product … of the policy. */
  named(section: Section, code: string): Words {
    return this.of(section, code) ?? asIs(code);
  }

  pause(code: string): Words {
    return this.of('pauses', code) ?? inTable(PAUSES, code) ?? asIs(code);
  }

  role(code: string): Words {
    return this.of('roles', code) ?? inTable(SYSTEM_ROLES, code) ?? asIs(code);
  }

  milestone(code: string): Words {
    return this.of('milestones', code) ?? this.of('callbacks', code.replace(/^callback_/, '')) ?? asIs(code);
  }

  /** A clock by its key: the milestone, and which round of it. */
  clock(key: string): Words {
    const [milestone = key, round] = key.split('#');
    const { zh: inChinese, en: inEnglish } = this.milestone(milestone);
    return round
      ? { zh: `${inChinese}（第 ${round} 次）`, en: `${inEnglish} (${round})` }
      : { zh: inChinese, en: inEnglish };
  }

  /** A reason of a decision by its key (`reasonKey`): in the policy's own words, else in those of its clauses. */
  reason(key: string): Words | undefined {
    const [stem = key, cited = ''] = key.split(/[/=]/);
    const own = this.known.policy.reasons.get(key.includes('=') ? stem : key);
    const clauses = cited.split(' ').flatMap((id) => clauseOf(id) ?? []);
    return (
      own ?? (clauses.length > 0 ? joinWords(clauses.map(({ quote, rule }) => ({ zh: quote, en: rule }))) : undefined)
    );
  }

  mark(code: string): Words | undefined {
    const [name = code, about] = code.split('.');
    const of = about === undefined ? undefined : inTable(MARKS_OF, name);
    return of && about ? join(of, this.about(name, about)) : inTable(MARKS, code);
  }

  private about(mark: string, id: string): Words {
    if (mark === 'routed' || mark === 'answered') return this.named('categories', id);
    if (mark === 'appealed' || mark === 'ruled') return this.named('reviewLevels', id);
    return this.milestone(id);
  }

  event(type: string): Words {
    return inTable(EVENTS, type) ?? this.mark(type) ?? asIs(type);
  }

  action(name: string): Words {
    return this.known.kind?.actions.find((a) => a.name === name)?.title ?? inTable(CAUSES, name) ?? asIs(name);
  }

  /** What made a step: an action, or a timer or signal such as `clock:response:due`. */
  cause(type: string, name: string): Words {
    if (type === 'action') return this.action(name);
    const [first = name, ...rest] = name.split(':');
    const last = rest.at(-1) ?? '';
    if (first === 'open') return join(CAUSES.open!, kindTitle(this.known.kind?.kind));
    const whole = inTable(CAUSES, `${first}:${last}`);
    if (whole) return join(whole, rest.length > 1 ? this.clock(rest.slice(0, -1).join(':')) : undefined);
    const known = inTable(CAUSES, first);
    if (!known) return asIs(name);
    if (first === 'ladder') return join(known, this.escalation(rest.join(':')));
    if (first === 'callback') return join(known, this.clock(rest.join(':')));
    if (first === 'customer') return join(known, this.pause(rest.join(':')));
    return known;
  }

  /** What an escalation is about, by its subject: a milestone, a mark, a mail, or what a person wrote. */
  subject(cause: string, code: string): Words {
    if (cause === 'alert') return this.of('alerts', code) ?? this.event(code);
    if (cause === 'mail') return this.template(code);
    if (cause === 'person') return this.text(code);
    if (cause === 'wait') return join(ESCALATION_CAUSES.wait, this.pause(code));
    const own = inTable(MARKS, code);
    return own && !this.of('milestones', code) ? own : this.milestone(code);
  }

  /** An escalation by its key, such as `breach:response` or `person:7`. */
  escalation(key: string): Words {
    const [cause = key, ...rest] = key.split(':');
    const about = rest.join(':').replace(/\/\d+$/, '');
    if (cause === 'breach') return join(ESCALATION_CAUSES.breach, this.clock(about));
    if (cause === 'alert') return this.subject('alert', about.split('#')[0]!);
    if (cause === 'complaint') return { zh: `投诉 ${about}`, en: `Complaint ${about}` };
    if (cause === 'mail') return join(ESCALATION_CAUSES.mail, this.template(about.split('#')[0]!));
    if (cause === 'person') return ESCALATION_CAUSES.person;
    if (cause === 'waiting') return join(ESCALATION_CAUSES.wait, this.pause(about.split('#')[0]!));
    if (cause.startsWith('parts')) return MARKS.parts_cap_reached;
    if (cause.startsWith('callback'))
      return join({ zh: '回访', en: 'Callback' }, about ? this.clock(about) : undefined);
    return asIs(key);
  }

  /** Why a clock stopped or an escalation ended: a word, a mark, or what a person wrote. */
  ending(code: string): Words {
    return inTable(ENDINGS, code) ?? this.mark(code) ?? this.text(code);
  }

  /** A mail by its template, as its reader has it. */
  template(name: string, to = ''): Words {
    const owed = inTable(OWED, name);
    if (owed) return owed;
    const audience = to === 'customer' || !findTemplate(name, 'staff') ? 'customer' : 'staff';
    const template = findTemplate(name, audience);
    if (!template) return asIs(name);
    return { zh: messageOf(zh, template, audience).title, en: messageOf(en, template, audience).title };
  }

  recipient(to: string): Words {
    const [what = to, ...rest] = to.split(':');
    if (what === 'role') return this.role(rest.join(':'));
    if (what === 'person') return this.person(rest.join(':'));
    const about = rest.join(':');
    if (what === 'form') return inTable(FORM_TITLES, about) ?? asIs(to);
    if (what === 'kind') return kindTitle(about) ?? asIs(to);
    if (what === 'case') return { zh: `案件 ${about}`, en: `Case ${about}` };
    if (what === 'lot') return { zh: `批号 ${about}`, en: `Lot ${about}` };
    return inTable(RECIPIENTS, what) ?? asIs(to);
  }

  /** A colleague by name, where the reader may know it. */
  person(id: string): Words {
    if (id === 'system') return { zh: '系统', en: 'The system' };
    return personWords(this.known.people, id);
  }

  /** What a person wrote, where the reader may read it. */
  text(id: string): Words {
    const body = this.known.texts.get(id);
    return body === undefined ? { zh: '（文字说明）', en: '(in words)' } : asIs(body);
  }
}
