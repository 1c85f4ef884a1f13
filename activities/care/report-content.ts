/** A report's figures as tables and charts. Pure: the same figures and names give the same document. */
import { count, hours, percent, table, text } from '../../documents/blocks';
import type { Block, DocumentContent } from '../../documents/content';
import type { Policy } from '../../domain/policy/schema';
import type { PolicyReport, ReportPart } from '../../domain/policy/schema-reports';
import { rate, type ReportFigures } from '../../domain/reports/figures';
import { complaintTitles } from '../../messages/complaint-titles';
import { REPORT_WORDS as W, type ReportWord } from '../../messages/report-words';

/** What ids are called. */
export interface ReportNames {
  /** Of the policy: milestones, callbacks, care rules, surveys, questions, products, KPIs. */
  titles: ReadonlyMap<string, string>;
  /** People and partners by their ids. */
  people: ReadonlyMap<string, string>;
  /** An instant, ISO 8601, as local date and minute. */
  local: (at: string) => string;
}

/** What the report says of itself. */
export interface ReportHead {
  policy: Pick<Policy, 'id' | 'version' | 'title' | 'timeZone'>;
  report: PolicyReport;
  /** Local time of the policy's zone. */
  madeAt: string;
  sha256: string;
}

/**
 * The titles of everything that a report can name, Chinese and English as one text: what the policy calls its things, and
 * where it does not know one, the policies that may be laid over it.
 */
export function policyNames(policy: Policy, overlays: readonly Policy[]): Map<string, string> {
  const titled = [...overlays, policy].flatMap(titlesOf);
  return new Map(titled.map(({ id, title }) => [id, `${title.zh} ${title.en}`]));
}

type Titled = Pick<Policy['roles'][number], 'id' | 'title'>;

function titlesOf(policy: Policy): Titled[] {
  const named = (prefix: string, of: readonly Titled[] = []): Titled[] =>
    of.map(({ id, title }) => ({ id: `${prefix}_${id}`, title }));
  return [
    ...policy.alerts.flatMap(({ on, title }) => (title ? [{ id: on, title }] : [])),
    ...policy.milestones,
    ...policy.callbacks,
    ...named('callback', policy.callbacks),
    ...complaintTitles(policy).milestones,
    ...policy.products,
    ...policy.kpis,
    ...(policy.care?.rules ?? []),
    ...(policy.surveys?.surveys ?? []),
    ...(policy.surveys?.surveys ?? []).flatMap(({ questions }) => questions),
    ...policy.roles,
  ];
}

export function reportContent(head: ReportHead, figures: ReportFigures, names: ReportNames): DocumentContent {
  const { policy, report, madeAt, sha256 } = head;
  return {
    title: `${report.title.zh} ${report.title.en}`,
    subtitle: [
      `${W.period}: ${figures.from} – ${figures.to}`,
      `${W.policy}: ${policy.title.zh} ${policy.title.en} (${policy.id} ${policy.version})`,
      `${W.made}: ${madeAt} · ${W.zone} ${policy.timeZone}`,
      `${W.check}: ${sha256}`,
    ],
    blocks: [
      // A chart of nothing says nothing; a table of nothing says that there was none.
      ...report.parts
        .flatMap((part) => parts[part](figures, namer(names)))
        .filter((block) => block.kind !== 'chart' || block.bars.length > 0),
      { kind: 'lines', lines: [sourceOf(figures, namer(names))] },
    ],
    footer: `${W.footer} · ${report.title.zh} ${figures.from} – ${figures.to}`,
  };
}

/** Where the figures of promises come from. Reports made before say nothing of it. */
function sourceOf({ audited = [] }: Partial<ReportFigures>, name: Namer): string {
  return audited.length === 0 ? W.recorded : `${W.audited} ${audited.map((kind) => name.of(kind)).join(' · ')}`;
}

interface Namer {
  of(id: string | null): string;
  person(id: string | null): string;
  local: (at: string) => string;
}

function namer({ titles, people, local }: ReportNames): Namer {
  const word = (id: string): string | undefined => (Object.hasOwn(W, id) ? W[id as ReportWord] : undefined);
  return {
    // A second round of a promise is `response#2`.
    of: (id) => (id === null ? W.none : (titles.get(id.split('#')[0]!) ?? word(id) ?? id)),
    person: (id) => (id === null ? W.none : (people.get(id) ?? id)),
    local,
  };
}

function sum<K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number {
  return rows.reduce((total, row) => total + row[key], 0);
}

type PartOf = (figures: ReportFigures, name: Namer) => Block[];

const parts: Readonly<Record<ReportPart, PartOf>> = {
  volumes: ({ volumes }, name) => [
    table(
      W.volumes,
      [text(W.kind), text(W.product, 2), count(W.opened), count(W.closed), count(W.open)],
      volumes.length === 0
        ? []
        : [
            ...volumes.map((v) => [name.of(v.kind), name.of(v.product), v.opened, v.closed, v.open]),
            [W.total, null, sum(volumes, 'opened'), sum(volumes, 'closed'), sum(volumes, 'open')],
          ],
    ),
  ],
  promises: ({ promises }, name) => [
    {
      kind: 'chart',
      title: W.promiseChart,
      as: 'percent',
      bars: promises.map((p) => ({
        label: `${name.of(p.milestone)} · ${name.of(p.kind)}`,
        value: rate(p.kept, p.kept + p.broken) ?? 0,
      })),
    },
    table(
      W.promises,
      [text(W.kind), text(W.milestone, 2), count(W.kept), count(W.late), percent(W.share), hours(W.mean)],
      promises.map((p) => [
        name.of(p.kind),
        name.of(p.milestone),
        p.kept,
        p.broken,
        rate(p.kept, p.kept + p.broken),
        p.meanMs,
      ]),
    ),
  ],
  repairs: ({ repairs }, name) => [
    table(
      W.repairs,
      [
        text(W.product, 2),
        count(W.repaired),
        count(W.firstTime),
        percent(W.share),
        count(W.repeated),
        hours(W.mean),
        hours(W.median),
      ],
      repairs.map((r) => [
        name.of(r.product),
        r.repaired,
        r.firstTime,
        rate(r.firstTime, r.repaired),
        r.repeated,
        r.meanMs,
        r.medianMs,
      ]),
    ),
  ],
  satisfaction: ({ counts }) => [
    table(
      W.satisfaction,
      [count(W.answered), count(W.satisfied), percent(W.share)],
      [[counts.answered, counts.satisfied, rate(counts.satisfied, counts.answered)]],
    ),
  ],
  callbacks: ({ calls }, name) => [
    callTable(
      W.callbacks,
      calls.filter((c) => c.source === 'case'),
      name,
    ),
  ],
  care: ({ calls }, name) => [
    callTable(
      W.care,
      calls.filter((c) => c.source === 'care'),
      name,
    ),
  ],
  surveys: ({ surveys, answers }, name) => [
    table(
      W.surveys,
      [
        text(W.survey, 2),
        count(W.sent),
        count(W.byForm),
        count(W.byRecord),
        percent(W.returnRate),
        count(W.keySent),
        percent(W.keyRate),
        count(W.bad),
        percent(W.score),
      ],
      surveys.map((s) => [
        name.of(s.survey),
        s.sent,
        s.byForm,
        s.byRecord,
        rate(s.byForm + s.byRecord, s.sent),
        s.key,
        rate(s.keyByForm + s.keyByRecord, s.key),
        s.bad,
        s.score,
      ]),
    ),
    table(
      W.answers,
      [text(W.question, 2), text(W.of, 2), count(W.answers_), percent(W.score)],
      answers.map((a) => [
        name.of(a.question),
        a.by === 'all' ? W.all : a.by === 'engineer' ? name.person(a.of) : name.of(a.of),
        a.answers,
        a.value,
      ]),
    ),
  ],
  complaints: ({ complaints }, name) => [eventTable(W.complaints, complaints, name)],
  corrective: ({ corrective }, name) => [eventTable(W.corrective, corrective, name)],
  escalations: ({ escalations }, name) => [
    table(
      W.escalations,
      [text(W.cause), text(W.subject, 2), count(W.raised), count(W.acknowledged), hours(W.meanAnswer)],
      escalations.map((e) => [name.of(e.cause), name.of(e.subject), e.raised, e.answered, e.meanAnswerMs]),
    ),
  ],
  engineers: ({ engineers }, name) => [
    table(
      W.engineers,
      [
        text(W.engineer, 1.5),
        text(W.kind),
        count(W.visits),
        count(W.repaired),
        hours(W.onSite),
        count(W.answered),
        percent(W.satisfied),
      ],
      engineers.map((e) => [
        name.person(e.engineerId),
        name.of(e.kind),
        e.visits,
        e.repaired,
        e.onSiteMs,
        e.answered,
        rate(e.satisfied, e.answered),
      ]),
    ),
  ],
  parts: ({ counts }) => [
    table(
      W.parts,
      [count(W.shipped), count(W.right), percent(W.share)],
      [[counts.shipped, counts.shippedRight, rate(counts.shippedRight, counts.shipped)]],
    ),
  ],
  partners: ({ partners = [] }, name) => [
    table(
      W.partners,
      [
        text(W.partner, 2),
        text(W.month),
        text(W.received, 1.2),
        text(W.inTime),
        count(W.repairsDone),
        count(W.calledBack),
        percent(W.callbackShare),
        count(W.answered),
        percent(W.satisfied),
      ],
      partners.map((p) => [
        name.person(p.partnerId),
        p.month,
        p.receivedOn ?? W.notReceived,
        p.late ? W.no : p.receivedOn === null ? null : W.yes,
        p.repairs,
        p.calledBack,
        share(p.calledBack, p.repairs),
        p.answered,
        share(p.satisfied, p.answered),
      ]),
    ),
  ],
  kpis: ({ kpis }, name) => [
    {
      kind: 'chart',
      title: W.kpiChart,
      as: 'percent',
      bars: kpis.flatMap(({ id, value, target }) =>
        value === null ? [] : [{ label: name.of(id), value, ...(target !== null && { target }) }],
      ),
      ...(kpis.some(({ value, target }) => value !== null && target !== null) && { note: W.targetMark }),
    },
    table(
      W.kpis,
      [text(W.kpi, 2), percent(W.value), percent(W.target), text(W.judged, 1.5)],
      kpis.map((k) => [name.of(k.id), k.value, k.target, verdict(k)]),
    ),
  ],
};

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null ? null : rate(part, whole);
}

function verdict({ value, passed }: ReportFigures['kpis'][number]): string {
  if (value === null) return W.unmeasured;
  return passed === null ? W.unjudged : passed ? W.passed : W.failed;
}

function callTable(title: string, calls: ReportFigures['calls'], name: Namer): Block {
  return table(
    title,
    [
      text(W.task, 2),
      count(W.kept),
      count(W.late),
      percent(W.share),
      count(W.attempts),
      count(W.reached),
      count(W.satisfied),
    ],
    calls.map((c) => [
      name.of(c.id),
      c.kept,
      c.late,
      rate(c.kept, c.kept + c.late),
      c.attempts,
      c.reached,
      c.satisfied,
    ]),
  );
}

function eventTable(title: string, rows: ReportFigures['complaints'], name: Namer): Block {
  return table(
    title,
    [text(W.caseId), text(W.openedAt, 1.5), text(W.event), text(W.at, 1.5)],
    rows.map((r) => [r.caseId, name.local(r.openedAt), name.of(r.event), name.local(r.at)]),
  );
}
