/**
 * The evidence sheet of a case as PDF: its promises on a scale of time, how each due time came about, who did what, the
 * findings, and where the history stands in the archive's chain. Holds ids only, no personal data.
 */
import PDFDocument from 'pdfkit';
import { describeDerivation, type Language } from '../domain/calendar/describe';
import type { ZoneSnapshot } from '../domain/calendar/snapshot';
import { offsetAt, wallTime } from '../domain/calendar/zone';
import type { Instant } from '../domain/time/instant';
import { EVIDENCE } from '../messages/evidence-words';
import type { Words } from '../messages/bilingual';
import type { CaseAudit } from './audit-case';
import type { ManifestLine } from './archive/manifest';
import { explain } from './explain';
import type { Verdict } from './verdicts';

/** One weight of a font with Chinese, so that the sheet reads the same everywhere. */
const font = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
const colours = {
  kept: '#2e7d32',
  late: '#c62828',
  broken: '#c62828',
  open: '#1565c0',
  ended: '#9e9e9e',
  reminder: '#9e9e9e',
} as const satisfies Record<Verdict['outcome'], string>;

const margin = 42;
const width = 595 - 2 * margin;
const labels = 120;

/** What the codes of a history are called. People stay ids. */
export interface EvidenceWords {
  /** Title of the policy. */
  policy?: Words | undefined;
  status(code: string): Words;
  /** A promise by its key, such as `response#2`. */
  clock(key: string): Words;
  /** What made a step: an action, or a timer or signal such as `clock:response:due`. */
  cause(type: string, name: string): Words;
  escalation(key: string): Words;
  role(code: string): Words;
}

export interface EvidenceOptions {
  language: Language;
  /** The archive's lines of this case. */
  lines?: readonly ManifestLine[];
  /** Codes are shown as they are where it is absent. */
  words?: EvidenceWords;
}

const same = (code: string): Words => ({ zh: code, en: code });
const asIs: EvidenceWords = {
  status: same,
  clock: same,
  cause: (_type, name) => same(name),
  escalation: same,
  role: same,
};

/** Draws the sheet; the audit has to be one with derivations. The same audit always gives the same bytes. */
export async function evidenceSheet(audit: CaseAudit, options: EvidenceOptions): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    info: {
      Title: `${EVIDENCE.title[options.language]} ${audit.caseId}`,
      CreationDate: new Date(audit.timeline.until),
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.registerFont('sheet', require.resolve(font)).font('sheet');
  new Sheet(document, audit, options).draw();
  document.end();
  return done;
}

class Sheet {
  private readonly names: EvidenceWords;

  constructor(
    private readonly pdf: PDFKit.PDFDocument,
    private readonly audit: CaseAudit,
    private readonly options: EvidenceOptions,
  ) {
    this.names = options.words ?? asIs;
  }

  draw(): void {
    this.head();
    this.scale();
    this.promises();
    this.steps();
    this.findings();
    this.numbers();
  }

  private word(key: keyof typeof EVIDENCE): string {
    return EVIDENCE[key][this.options.language];
  }

  private say(words: Words): string {
    return words[this.options.language];
  }

  private line(text: string, size = 9, colour = '#222222', indent = 0): void {
    this.pdf
      .fontSize(size)
      .fillColor(colour)
      .text(text, margin + indent, undefined, { width: width - indent });
  }

  private heading(text: string): void {
    if (this.pdf.y > 720) this.pdf.addPage();
    this.pdf.moveDown(0.8);
    this.line(text, 12, '#000000');
    this.pdf.moveDown(0.2);
  }

  private head(): void {
    const { caseId, policy, openedAt, status, timeline, auditor, runs } = this.audit;
    this.line(`${this.word('title')} ${caseId}`, 18, '#000000');
    this.line(this.word('note'), 8, '#666666');
    this.pdf.moveDown(0.5);
    if (policy) {
      const title = this.names.policy ? `${this.say(this.names.policy)} · ` : '';
      this.line(`${this.word('policy')}: ${title}${policy.id} ${policy.version}`);
      this.line(`SHA-256 ${policy.hash}`, 8, '#666666');
    }
    this.line(`${this.word('zone')}: ${zoneText(this.audit.zone, openedAt ?? timeline.until)}`);
    if (openedAt !== undefined) this.line(`${this.word('opened')}: ${this.time(openedAt)}`);
    this.line(
      `${this.word('status')}: ${this.say(this.names.status(status))} · ${this.word('until')}: ${this.time(timeline.until)} · ${this.word('auditor')} ${auditor}`,
    );
    for (const run of runs) {
      const kept = this.options.lines?.find((l) => l.runId === run);
      const place = kept
        ? `${this.word('archive').replace('{n}', String(kept.n))} ${kept.chain} · SHA-256 ${kept.sha256}`
        : this.word('notArchived');
      this.line(`${this.word('run')}: ${run} · ${place}`, 8);
    }
  }

  /** Each promise as a bar over the time of the case; pauses pale, the due time a stroke. */
  private scale(): void {
    const { verdicts, timeline, openedAt } = this.audit;
    if (verdicts.length === 0 || openedAt === undefined) return;
    this.heading(this.word('scale'));
    const from = openedAt;
    const to = Math.max(
      from + 1,
      timeline.until,
      ...verdicts.filter((v) => v.outcome !== 'ended').map((v) => v.metAt ?? v.dueAt ?? 0),
    );
    const x = (at: Instant): number => margin + labels + ((Math.min(at, to) - from) / (to - from)) * (width - labels);
    this.pdf.fontSize(7).fillColor('#666666');
    const top = this.pdf.y;
    this.pdf.text(this.time(from), margin + labels, top, { lineBreak: false });
    this.pdf.text(this.time(to), margin + width - 110, top, { width: 110, align: 'right', lineBreak: false });
    let y = top + 12;
    for (const verdict of verdicts) {
      if (y > 770) {
        this.pdf.addPage();
        y = margin;
      }
      this.bar(verdict, x, y, to);
      y += 13;
    }
    this.pdf.y = y;
  }

  private bar(verdict: Verdict, x: (at: Instant) => number, y: number, to: Instant): void {
    const { key, startedAt, metAt, dueAt, outcome, pauses } = verdict;
    const end = metAt ?? (outcome === 'ended' ? (dueAt ?? startedAt) : to);
    this.pdf
      .fontSize(7)
      .fillColor('#222222')
      .text(this.say(this.names.clock(key)), margin, y - 1, { width: labels - 6, lineBreak: false, ellipsis: true });
    this.pdf.rect(x(startedAt), y, Math.max(1, x(end) - x(startedAt)), 7).fill(colours[outcome]);
    for (const pause of pauses) {
      const until = Math.min(pause.to ?? to, end);
      if (until > pause.from) this.pdf.rect(x(pause.from), y + 1, x(until) - x(pause.from), 5).fill('#ffffff');
    }
    if (dueAt !== undefined)
      this.pdf
        .moveTo(x(dueAt), y - 2)
        .lineTo(x(dueAt), y + 9)
        .lineWidth(1)
        .stroke('#000000');
  }

  private promises(): void {
    this.heading(this.word('promises'));
    const zone = this.audit.zone;
    this.orNothing(this.audit.verdicts);
    for (const verdict of this.audit.verdicts) {
      const { key, outcome, clauses, derivation, dueAt, metAt, events } = verdict;
      if (this.pdf.y > 740) this.pdf.addPage();
      const at = [
        dueAt === undefined ? '' : `${this.word('due')} ${this.time(dueAt)}`,
        metAt === undefined ? '' : `${this.word('kept')} ${this.time(metAt)}`,
      ];
      const met = outcome === 'late' ? at.map((t) => t.replace(this.word('kept'), this.word('late'))) : at;
      const source = [events.started, events.ended].filter((e) => e !== undefined).map((e) => `#${e.event}`);
      this.line(
        `${this.say(this.names.clock(key))} — ${this.word(outcome)} · ${met.filter(Boolean).join(' · ')} · ${this.word('clauses')} ${clauses.join(' ') || '–'} · ${this.word('event')} ${source.join(' ')}`,
        9,
        colours[outcome],
      );
      if (derivation && zone)
        for (const text of describeDerivation(derivation, this.options.language, zone))
          this.line(text, 7.5, '#555555', 12);
    }
  }

  private steps(): void {
    this.heading(this.word('steps'));
    for (const { type, name, by, role, at, now, source } of this.audit.steps) {
      const who = by === 'system' ? this.word('system') : `${by}${role ? ` (${this.say(this.names.role(role))})` : ''}`;
      const late = now - at > 1000 ? ` → ${this.time(now)}` : '';
      this.line(
        `${this.time(at)}${late} · ${who} · ${this.say(this.names.cause(type, name))} · ${this.word('event')} #${source.event}`,
        8,
      );
    }
  }

  private findings(): void {
    this.heading(this.word('findings'));
    this.orNothing(this.audit.findings);
    for (const found of this.audit.findings) {
      const alarming = found.severity === 'alarm' || found.severity === 'breach';
      const events = found.events.map((e) => `#${e.event}`).join(' ');
      this.line(
        `${explain(found, this.options.language, (field, value) => this.valueName(field, value))} · ${this.word('event')} ${events}${found.clauses.length > 0 ? ` · ${found.clauses.join(' ')}` : ''}`,
        8,
        alarming ? '#c62828' : '#222222',
      );
    }
  }

  private valueName(field: string, value: string): string {
    if (field === 'promise') return this.say(this.names.clock(value));
    return field === 'escalation' ? this.say(this.names.escalation(value)) : value;
  }

  private orNothing(of: readonly unknown[]): void {
    if (of.length === 0) this.line(this.word('nothing'), 8, '#666666');
  }

  private numbers(): void {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.pdf.switchToPage(page);
      // Below the margin, where text would otherwise begin a new page.
      this.pdf.page.margins.bottom = 0;
      this.pdf
        .fontSize(7)
        .fillColor('#888888')
        .text(`${this.audit.caseId} · ${page + 1} / ${count}`, margin, 812, {
          width,
          align: 'center',
          lineBreak: false,
        });
    }
  }

  private time(at: Instant): string {
    return localTime(this.audit.zone, at);
  }
}

/** The zone by name and offset, such as `Asia/Shanghai (UTC+08:00)`; UTC where the history names none. */
function zoneText(zone: ZoneSnapshot | undefined, at: Instant): string {
  if (!zone) return 'UTC';
  const minutes = offsetAt(zone, at);
  const size = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${zone.zone} (UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)})`;
}

/** Local time with seconds, and the offset left to the head of the sheet. */
function localTime(zone: ZoneSnapshot | undefined, at: Instant): string {
  return new Date(zone ? wallTime(zone, at) : at).toISOString().slice(0, 19).replace('T', ' ');
}
