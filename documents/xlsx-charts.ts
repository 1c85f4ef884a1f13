/**
 * Bar charts in a workbook, beside the cells that they draw. The library that writes our sheets knows no charts, so the
 * parts of the file format that make one (ECMA-376, DrawingML charts) are put into its zip.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

export interface SheetChart {
  /** The sheet's place in the workbook, from 1, and its name. Labels are its column A, values its column B, from row 2. */
  sheet: number;
  sheetName: string;
  rows: number;
  title: string;
  /** Format of the axis, as Excel writes it. */
  format: string;
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/drawingml/2006';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
/** The colour of bars in PDFs. */
const colour = '2F6FAB';

/** The workbook with its charts. Dates inside the zip stay those of the workbook's parts: none. */
export function addCharts(book: Uint8Array, charts: readonly SheetChart[]): Buffer {
  if (charts.length === 0) return Buffer.from(book);
  const files = unzipSync(book);
  const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
  const write = (name: string, content: string): void => void (files[name] = strToU8(content));
  charts.forEach((chart, index) => {
    const n = index + 1;
    const sheet = `xl/worksheets/sheet${chart.sheet}.xml`;
    const relations = `xl/worksheets/_rels/sheet${chart.sheet}.xml.rels`;
    write(sheet, text(sheet).replace('</worksheet>', `<drawing xmlns:r="${office}" r:id="chart"/></worksheet>`));
    write(
      relations,
      relationships(`<Relationship Id="chart" Type="${office}/drawing" Target="../drawings/drawing${n}.xml"/>`),
    );
    write(`xl/drawings/drawing${n}.xml`, drawing(chart));
    write(
      `xl/drawings/_rels/drawing${n}.xml.rels`,
      relationships(`<Relationship Id="chart" Type="${office}/chart" Target="../charts/chart${n}.xml"/>`),
    );
    write(`xl/charts/chart${n}.xml`, barChart(chart));
  });
  const parts = charts.map(
    (_, index) =>
      `<Override PartName="/xl/drawings/drawing${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>` +
      `<Override PartName="/xl/charts/chart${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>`,
  );
  write('[Content_Types].xml', text('[Content_Types].xml').replace('</Types>', `${parts.join('')}</Types>`));
  // A fixed date: the same figures give the same bytes.
  return Buffer.from(zipSync(files, { mtime: '1980-01-02T00:00:00Z' }));
}

function relationships(inner: string): string {
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
}

/** Where the chart stands: beside the two columns, as high as its bars need. */
function drawing({ rows }: SheetChart): string {
  const cell = (name: string, column: number, row: number): string =>
    `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
  return (
    `${head}<xdr:wsDr xmlns:xdr="${main}/spreadsheetDrawing" xmlns:a="${main}/main"><xdr:twoCellAnchor>` +
    cell('from', 3, 1) +
    cell('to', 13, 5 + Math.max(10, Math.ceil(rows * 1.5))) +
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Chart"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>' +
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>' +
    `<a:graphic><a:graphicData uri="${main}/chart"><c:chart xmlns:c="${main}/chart" xmlns:r="${office}" r:id="chart"/></a:graphicData></a:graphic>` +
    '</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>'
  );
}

/** Lying bars, the first row on top, values written at their ends. */
function barChart({ sheetName, rows, title, format }: SheetChart): string {
  const range = (column: string): string =>
    escape(`'${sheetName.replaceAll("'", "''")}'!$${column}$2:$${column}$${rows + 1}`);
  return (
    `${head}<c:chartSpace xmlns:c="${main}/chart" xmlns:a="${main}/main"><c:roundedCorners val="0"/><c:chart>` +
    `<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr sz="1200"/><a:t>${escape(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>` +
    '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>' +
    '<c:ser><c:idx val="0"/><c:order val="0"/>' +
    `<c:spPr><a:solidFill><a:srgbClr val="${colour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>` +
    '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>' +
    `<c:cat><c:strRef><c:f>${range('A')}</c:f></c:strRef></c:cat><c:val><c:numRef><c:f>${range('B')}</c:f></c:numRef></c:val></c:ser>` +
    '<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>' +
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>' +
    `<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorGridlines/><c:numFmt formatCode="${escape(format)}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="max"/></c:valAx>` +
    '</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
  );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
