/** Draws the boxes of a form and the places to sign. */
import type PDFDocument from 'pdfkit';
import type { Fields, Signatures } from './content';

type Pdf = InstanceType<typeof PDFDocument>;

/** Where on the page may be drawn, in points, and the colours of the document. */
export interface Frame {
  left: number;
  width: number;
  /** Nothing is begun below this. */
  bottom: number;
  ink: string;
  pale: string;
  rule: string;
}

type Field = Fields['fields'][number];

const PAD = 4;
const LABEL_SHARE = 0.17;
const LABEL_SIZE = 7.5;
const VALUE_SIZE = 9;

/**
 * Rows of boxes, each as high as its fuller box. A row that does not fit goes to the next page whole; one that is longer
 * than a good part of a page begins here and runs on.
 */
export function drawFields(pdf: Pdf, { fields }: Fields, frame: Frame): void {
  const labelWidth = frame.width * LABEL_SHARE;
  rowsOf(fields).forEach((row, index) => {
    const boxWidth = frame.width / row.length;
    const valueWidth = boxWidth - labelWidth - 2 * PAD;
    const rooms = roomsFor(pdf, row, valueWidth, frame);
    const pieces = row.map(({ value }) => cut(pdf, value, valueWidth, rooms));
    const most = Math.max(...pieces.map((p) => p.length));
    for (let piece = 0; piece < most; piece++) {
      const cells = row.map(({ label }, at) => ({
        label: piece === 0 ? label : '',
        value: pieces[at]![piece] ?? '',
      }));
      const height = Math.max(...cells.map((cell) => heightOf(pdf, cell, labelWidth, valueWidth)));
      if (pdf.y + height > frame.bottom) pdf.addPage();
      const top = pdf.y;
      cells.forEach((cell, at) =>
        drawBox(pdf, cell, { x: frame.left + at * boxWidth, top, height, boxWidth, labelWidth }, frame),
      );
      if (index === 0 || top === pdf.page.margins.top) line(pdf, frame, top);
      line(pdf, frame, top + height);
      pdf.x = frame.left;
      pdf.y = top + height;
    }
  });
}

/** Pairs of narrow fields; a wide one stands alone, and so does a narrow one before it. */
function rowsOf(fields: readonly Field[]): Field[][] {
  const rows: Field[][] = [];
  for (const field of fields) {
    const last = rows.at(-1);
    const joins = last?.length === 1 && last[0]!.wide !== true && field.wide !== true;
    if (joins) last.push(field);
    else rows.push([field]);
  }
  return rows;
}

/** Points for text on this page, and on each that follows. */
function roomsFor(pdf: Pdf, row: readonly Field[], width: number, frame: Frame): { here: number; page: number } {
  const page = frame.bottom - pdf.page.margins.top - 2 * PAD;
  const here = frame.bottom - pdf.y - 2 * PAD;
  pdf.fontSize(VALUE_SIZE);
  const wanted = Math.max(...row.map(({ value }) => pdf.heightOfString(value || ' ', { width })));
  const runsOn = wanted > page / 3 && here > page / 10;
  return { here: wanted <= here || runsOn ? here : page, page };
}

/** The value in pieces: the first for what is left of this page, each other for a page. */
function cut(pdf: Pdf, value: string, width: number, { here, page }: { here: number; page: number }): string[] {
  pdf.fontSize(VALUE_SIZE);
  const pieces: string[] = [];
  let rest = value;
  for (let room = here; pdf.heightOfString(rest || ' ', { width }) > room; room = page) {
    const length = fitting(pdf, rest, width, room);
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return [...pieces, rest];
}

/** How many characters fit; at least one, so that it comes to an end. */
function fitting(pdf: Pdf, text: string, width: number, room: number): number {
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (pdf.heightOfString(text.slice(0, middle), { width }) <= room) low = middle;
    else high = middle - 1;
  }
  // Half of a surrogate pair would be no letter.
  return low > 1 && /[\uD800-\uDBFF]$/.test(text.slice(0, low)) ? low - 1 : low;
}

interface Cell {
  label: string;
  value: string;
}

function heightOf(pdf: Pdf, { label, value }: Cell, labelWidth: number, valueWidth: number): number {
  const ofLabel = pdf.fontSize(LABEL_SIZE).heightOfString(label || ' ', { width: labelWidth - 2 * PAD });
  const ofValue = pdf.fontSize(VALUE_SIZE).heightOfString(value || ' ', { width: valueWidth });
  return Math.max(ofLabel, ofValue) + 2 * PAD;
}

interface Place {
  x: number;
  top: number;
  height: number;
  boxWidth: number;
  labelWidth: number;
}

function drawBox(pdf: Pdf, { label, value }: Cell, place: Place, { pale, ink, rule }: Frame): void {
  const { x, top, height, boxWidth, labelWidth } = place;
  pdf.rect(x, top, labelWidth, height).fill(pale);
  pdf.lineWidth(0.5);
  for (const edge of [x, x + labelWidth, x + boxWidth])
    pdf
      .moveTo(edge, top)
      .lineTo(edge, top + height)
      .stroke(rule);
  pdf.fillColor(ink);
  pdf.fontSize(LABEL_SIZE).text(label, x + PAD, top + PAD, { width: labelWidth - 2 * PAD });
  pdf.fontSize(VALUE_SIZE).text(value, x + labelWidth + PAD, top + PAD, { width: boxWidth - labelWidth - 2 * PAD });
}

function line(pdf: Pdf, { left, width, rule }: Frame, y: number): void {
  pdf
    .moveTo(left, y)
    .lineTo(left + width, y)
    .lineWidth(0.5)
    .stroke(rule);
}

const SIGNATURE_HEIGHT = 62;

/** A line to sign on for each, with its date below; they are never parted by a page. */
export function drawSignatures(pdf: Pdf, { parties }: Signatures, frame: Frame): void {
  if (pdf.y + SIGNATURE_HEIGHT > frame.bottom) pdf.addPage();
  const top = pdf.y + 14;
  const width = frame.width / parties.length;
  parties.forEach((party, index) => {
    const x = frame.left + index * width;
    pdf
      .fontSize(8.5)
      .fillColor(frame.ink)
      .text(party, x, top, { width: width - 12 });
    pdf
      .moveTo(x, top + 36)
      .lineTo(x + width - 24, top + 36)
      .lineWidth(0.5)
      .stroke(frame.ink);
    pdf.fontSize(LABEL_SIZE).text('日期 Date:', x, top + 40, { width: width - 12 });
  });
  pdf.x = frame.left;
  pdf.y = top + SIGNATURE_HEIGHT - 8;
}
