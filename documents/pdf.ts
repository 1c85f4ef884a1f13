/** Prints a document as PDF, A4 upright or across: headings, tables that run over pages, bar charts. Pure but for the font file. */
import PDFDocument from 'pdfkit';
import { cellText, NOTHING, type Block, type Chart, type DocumentContent, type Lines, type Table } from './content';
import { cjkFont } from './font';
import { drawFields, drawSignatures, type Frame } from './pdf-form';

const MARGIN = 48;
const LINE = 1.35;
const INK = '#1b2733';
const PALE = '#eef2f6';
const RULE = '#c5ced8';
const BAR = '#2f6fab';
const TARGET = '#b3261e';

type Pdf = InstanceType<typeof PDFDocument>;

/**
 * The document as PDF bytes.
 * @param madeAt what the file says of its making; the same content and instant give the same bytes
 */
export function toPdf(given: DocumentContent, madeAt: Date): Promise<Buffer> {
  const content = withNarrowApostrophes(given);
  const pdf = new PDFDocument({
    size: 'A4',
    layout: content.landscape ? 'landscape' : 'portrait',
    margin: MARGIN,
    bufferPages: true,
    // PDFKit takes an opened font too, which its types do not say; without one it reads the figures of Helvetica first.
    font: cjkFont() as unknown as string,
    info: { Title: content.title, Producer: 'Sanbao', Creator: 'Sanbao', CreationDate: madeAt },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  (pdf as unknown as { _font: { layoutCache: object } })._font.layoutCache = runs();
  pdf.fillColor(INK);
  pdf.fontSize(18).text(content.title);
  pdf.fontSize(9).fillColor('#566573');
  for (const line of content.subtitle) pdf.text(line);
  pdf.fillColor(INK);
  for (const block of content.blocks) print(pdf, block);
  numberPages(pdf, content.footer);
  pdf.end();
  return done;
}

/** The font draws ’ as wide as a Chinese character: within an English word it would tear the word apart. */
function withNarrowApostrophes<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/(?<=[A-Za-z])’(?=[A-Za-z])/g, "'") as T;
  if (Array.isArray(value)) return value.map(withNarrowApostrophes) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withNarrowApostrophes(one)])) as T;
}

/** After so many documents what was laid out is forgotten: labels come back in the next one, people's words need not. */
const KEPT_FOR = 100;
let documents = 0;
let laidOut: object;

/** How pieces of text are laid out in the font: the same in every document, and PDFKit keeps it for one only. */
function runs(): object {
  if (documents++ % KEPT_FOR === 0) laidOut = Object.create(null) as object;
  return laidOut;
}

function print(pdf: Pdf, block: Block): void {
  if (block.title !== undefined) heading(pdf, block.title, block.kind === 'chart' ? chartHeight(block) : 60);
  if (block.kind === 'table') table(pdf, block);
  else if (block.kind === 'chart') chart(pdf, block);
  else if (block.kind === 'fields') drawFields(pdf, block, frameOf(pdf));
  else if (block.kind === 'signatures') drawSignatures(pdf, block, frameOf(pdf));
  else lines(pdf, block);
}

/** Lines without a heading keep their distance from what stands above them. */
function lines(pdf: Pdf, { title, lines: texts }: Lines): void {
  if (title === undefined) pdf.moveDown(0.8);
  for (const text of texts) pdf.fontSize(9).text(text, MARGIN, undefined, { width: widthOf(pdf) });
}

function nothing(pdf: Pdf): void {
  pdf.fontSize(9).fillColor('#566573').text(NOTHING, MARGIN).fillColor(INK);
}

/** A heading stays with the beginning of what it heads. */
function heading(pdf: Pdf, title: string, needs: number): void {
  if (pdf.y + needs + 40 > bottomOf(pdf)) pdf.addPage();
  pdf.moveDown(0.9).fontSize(12).text(title, MARGIN);
  pdf.moveDown(0.3);
}

function table(pdf: Pdf, { columns, rows }: Table): void {
  const shares = columns.map(({ width = 1 }) => width);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => (share / total) * widthOf(pdf));
  const titles = columns.map(({ title }) => title);
  const right = columns.map(({ as = 'text' }) => as !== 'text');
  if (rows.length === 0) return nothing(pdf);
  row(pdf, titles, widths, right, true);
  const cells = rows.map((values) => columns.map(({ as }, index) => cellText(values[index] ?? null, as)));
  cells.forEach((texts, index) => {
    // A total alone on a page says nothing: the last row takes the one before it along.
    const together = index === cells.length - 2 ? cells.slice(index) : [texts];
    const height = together.reduce((sum, one) => sum + heightOf(pdf, one, widths), 0);
    if (pdf.y + height > bottomOf(pdf)) {
      pdf.addPage();
      row(pdf, titles, widths, right, true);
    }
    row(pdf, texts, widths, right, false);
  });
}

const PAD = 4;

function heightOf(pdf: Pdf, texts: readonly string[], widths: readonly number[]): number {
  pdf.fontSize(8.5);
  return (
    Math.max(...texts.map((text, i) => pdf.heightOfString(text || ' ', { width: widths[i]! - 2 * PAD }))) + 2 * PAD
  );
}

function row(
  pdf: Pdf,
  texts: readonly string[],
  widths: readonly number[],
  right: readonly boolean[],
  head: boolean,
): void {
  const height = heightOf(pdf, texts, widths);
  const top = pdf.y;
  if (head) pdf.rect(MARGIN, top, widthOf(pdf), height).fill(PALE).fillColor(INK);
  let x = MARGIN;
  texts.forEach((text, index) => {
    const width = widths[index]!;
    pdf.text(text, x + PAD, top + PAD, { width: width - 2 * PAD, align: right[index] ? 'right' : 'left' });
    x += width;
  });
  pdf
    .moveTo(MARGIN, top + height)
    .lineTo(MARGIN + widthOf(pdf), top + height)
    .lineWidth(0.5)
    .stroke(RULE);
  pdf.x = MARGIN;
  pdf.y = top + height;
}

const BAR_HEIGHT = 16;

function chartHeight({ bars }: Chart): number {
  return Math.max(1, bars.length) * BAR_HEIGHT + 20;
}

/** Bars lie, so that long Chinese labels can be read. */
function chart(pdf: Pdf, { bars, note, as }: Chart): void {
  if (bars.length === 0) return nothing(pdf);
  const label = widthOf(pdf) * 0.46;
  const value = 56;
  const room = widthOf(pdf) - label - value;
  const most = Math.max(...bars.map((bar) => Math.max(bar.value, bar.target ?? 0)), as === 'percent' ? 1 : 0) || 1;
  const top = pdf.y + 4;
  bars.forEach((bar, index) => {
    const y = top + index * BAR_HEIGHT;
    const length = Math.max(0, (bar.value / most) * room);
    pdf.fontSize(8.5).fillColor(INK);
    pdf.fontSize(sizeFor(pdf, bar.label, label - 8));
    pdf.text(bar.label, MARGIN, y + 2, { width: label - 6, height: BAR_HEIGHT, ellipsis: true, align: 'right' });
    pdf.rect(MARGIN + label, y + 4, length, BAR_HEIGHT - 6).fill(BAR);
    if (bar.target !== undefined) {
      const x = MARGIN + label + (bar.target / most) * room;
      pdf
        .moveTo(x, y + 2)
        .lineTo(x, y + BAR_HEIGHT)
        .lineWidth(1.5)
        .stroke(TARGET);
    }
    pdf
      .fontSize(8.5)
      .fillColor(INK)
      .text(cellText(bar.value, as), MARGIN + label + room + 4, y + 2, { width: value - 4 });
  });
  const end = top + bars.length * BAR_HEIGHT;
  pdf.x = MARGIN;
  pdf.y = end + 6;
  if (note !== undefined) pdf.fontSize(8).fillColor('#566573').text(note, MARGIN).fillColor(INK);
}

/** A label that is too long for its place is written smaller before it is cut. */
function sizeFor(pdf: Pdf, label: string, room: number): number {
  return Math.max(6, Math.min(8.5, (8.5 * room) / pdf.widthOfString(label)));
}

function numberPages(pdf: Pdf, footer: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index++) {
    pdf.switchToPage(start + index);
    // Below the margin, where text would otherwise open another page.
    pdf.page.margins.bottom = 0;
    pdf
      .fontSize(8)
      .fillColor('#566573')
      .text(`${footer}    ${index + 1} / ${count}`, MARGIN, pdf.page.height - 34, {
        width: widthOf(pdf),
        align: 'center',
        lineBreak: false,
      });
  }
}

const frameOf = (pdf: Pdf): Frame => ({
  left: MARGIN,
  width: widthOf(pdf),
  bottom: bottomOf(pdf),
  ink: INK,
  pale: PALE,
  rule: RULE,
});
const widthOf = (pdf: Pdf): number => pdf.page.width - 2 * MARGIN;
const bottomOf = (pdf: Pdf): number => pdf.page.height - MARGIN - LINE * 8;
