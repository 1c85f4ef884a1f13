/**
 * A PDF reduced to its pages: no author, dates, history, scripts, actions, attached files or links, and no camera data in
 * its photographs. What is printed stays, filled-in fields, stamps and signatures among it.
 */
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, type PDFPage } from '@cantoo/pdf-lib';
import { withoutSegments } from './jpeg';
import { Unreadable } from './types';

const PAGES = 200;

/** What a page needs to be printed. */
const ofPages = [
  'Type',
  'Parent',
  'MediaBox',
  'CropBox',
  'Resources',
  'Contents',
  'Rotate',
  'UserUnit',
  'Group',
  'Annots',
];
/** Marks on a page that are printed; links, attached files, films and sounds are not. */
const printed = [
  ...['Widget', 'Stamp', 'FreeText', 'Ink', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine'],
  ...['Highlight', 'Underline', 'StrikeOut', 'Squiggly'],
];
const ofMarks = [
  'Type',
  'Subtype',
  'Rect',
  'AP',
  'AS',
  'F',
  'C',
  'IC',
  'CA',
  'BS',
  'Border',
  'QuadPoints',
  'InkList',
  'L',
  'Vertices',
];
/** What any object may have beside what is shown. */
const hidden = ['Metadata', 'PieceInfo', 'LastModified'];

/**
 * The pages of a PDF as a new one; the same bytes give the same.
 * @throws Unreadable where it is broken, locked by a password, or longer than 200 pages
 */
export async function cleanPdf(bytes: Buffer): Promise<Buffer> {
  try {
    const given = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
    if (given.getPageCount() > PAGES)
      throw new Unreadable(`PDF 最多 ${PAGES} 页`, `A PDF may have at most ${PAGES} pages`);
    given.getPages().forEach(strip);
    const plain = await PDFDocument.create({ updateMetadata: false });
    for (const page of await plain.copyPages(given, given.getPageIndices())) plain.addPage(page);
    for (const [ref, object] of plain.context.enumerateIndirectObjects()) {
      const dict = object instanceof PDFRawStream ? object.dict : object;
      if (dict instanceof PDFDict) for (const key of hidden) dict.delete(PDFName.of(key));
      if (object instanceof PDFRawStream && isPhotograph(object.dict))
        plain.context.assign(ref, PDFRawStream.of(object.dict, withoutSegments(Buffer.from(object.contents))));
    }
    return Buffer.from(await plain.save({ addDefaultPage: false, updateFieldAppearances: false }));
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause;
    throw new Unreadable('PDF 已损坏或加密，无法读取', 'The PDF is broken or locked and cannot be read', { cause });
  }
}

/** Leaves a page what is printed of it, before it is copied with all that hangs on it. */
function strip({ node }: PDFPage): void {
  keep(node, ofPages);
  const marks = node.lookupMaybe(PDFName.of('Annots'), PDFArray);
  if (!marks) return;
  for (let index = marks.size() - 1; index >= 0; index--) {
    const mark = marks.lookup(index);
    const kind = mark instanceof PDFDict ? mark.lookupMaybe(PDFName.of('Subtype'), PDFName)?.decodeText() : undefined;
    if (mark instanceof PDFDict && kind !== undefined && printed.includes(kind)) keep(mark, ofMarks);
    else marks.remove(index);
  }
}

function keep(dict: PDFDict, keys: readonly string[]): void {
  for (const key of dict.keys()) if (!keys.includes(key.decodeText())) dict.delete(key);
}

function isPhotograph(dict: PDFDict): boolean {
  return dict.lookup(PDFName.of('Filter')) === PDFName.of('DCTDecode');
}
