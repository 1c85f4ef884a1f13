/** PDF and XLSX as people open them: Chinese letters, tables over several pages, numbers that stay numbers. */
import { inflateSync, inflateRawSync } from 'node:zlib';
import type { DocumentContent } from '../../documents/content';
import { cellText } from '../../documents/content';
import { toPdf } from '../../documents/pdf';
import { toXlsx } from '../../documents/xlsx';

const madeAt = new Date('2026-03-01T00:00:00Z');
const content: DocumentContent = {
  title: '月报 Monthly report',
  subtitle: ['2026-02'],
  footer: '三包 Sanbao',
  blocks: [
    { kind: 'lines', title: '说明', lines: ['本月无异常。'] },
    { kind: 'chart', title: '按时率', as: 'percent', bars: [{ label: '响应', value: 0.97, target: 0.98 }] },
    {
      kind: 'table',
      title: '案件/Cases',
      columns: [
        { title: '案件号', width: 2 },
        { title: '金额', as: 'yuan' },
        { title: '率', as: 'percent' },
      ],
      rows: Array.from({ length: 120 }, (_, i) => [`=R${i}`, 12_345 + i, i === 3 ? null : 0.5]),
    },
  ],
};

describe('a document as PDF', () => {
  test('has its pages, its font embedded, and is the same bytes for the same content', async () => {
    const pdf = await toPdf(content, madeAt);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = pdf.toString('latin1');
    expect(text.match(/\/Type \/Page\n/g)!.length).toBeGreaterThan(2);
    expect(text).toMatch(/FontFile2/);
    expect(pdf.length).toBeLessThan(300_000);
    expect((await toPdf(content, madeAt)).equals(pdf)).toBe(true);
    expect(() => inflateSync(Buffer.from(/stream\n/.test(text) ? streamOf(pdf) : []))).not.toThrow();
  });

  test('one without rows says so instead of staying empty', async () => {
    const pdf = await toPdf(
      { ...content, blocks: [{ kind: 'table', title: '空', columns: [{ title: 'a' }], rows: [] }] },
      madeAt,
    );
    expect(pdf.length).toBeGreaterThan(1000);
  });
});

describe('a document as XLSX', () => {
  test('texts stay texts, fen become yuan, unmeasured cells stay empty, sheet names are legal', async () => {
    const files = unzip(await toXlsx(content));
    const book = files.get('xl/workbook.xml')!;
    expect(book).toContain('说明 Cover');
    expect(book).toContain('案件 Cases');
    const sheet = files.get('xl/worksheets/sheet2.xml')!;
    expect(sheet).toContain('<v>123.45</v>');
    expect(sheet).not.toContain('<f>');
    expect(files.get('xl/sharedStrings.xml') ?? sheet).toContain('=R0');
  });
});

test('a chart stands beside its figures, after the tables, and everything that it names is in the file', async () => {
  const files = unzip(await toXlsx(content));
  const chart = files.get('xl/charts/chart1.xml')!;
  expect(chart).toContain("'按时率'!$B$2:$B$2");
  expect(files.get('xl/workbook.xml')).toMatch(/案件 Cases.*按时率/);
  expect(files.get('xl/worksheets/sheet3.xml')).toMatch(/<v>0.97<\/v>.*<drawing [^>]*r:id="chart"\/><\/worksheet>$/);
  expect(files.get('xl/worksheets/_rels/sheet3.xml.rels')).toContain('../drawings/drawing1.xml');
  expect(files.get('xl/drawings/_rels/drawing1.xml.rels')).toContain('../charts/chart1.xml');
  for (const part of ['xl/drawings/drawing1.xml', 'xl/charts/chart1.xml'])
    expect(files.get('[Content_Types].xml')).toContain(`PartName="/${part}"`);
});

test('values as they are printed', () => {
  expect(cellText(0.98, 'percent')).toBe('98.0 %');
  expect(cellText(12_345, 'yuan')).toBe('123.45');
  expect(cellText(null, 'count')).toBe('–');
  expect(cellText(5_400_000, 'hours')).toBe('1.5 h');
});

function streamOf(pdf: Buffer): Buffer {
  const start = pdf.indexOf('stream\n') + 7;
  return pdf.subarray(start, pdf.indexOf('\nendstream', start));
}

/** The members of a zip file, by its central directory. */
function unzip(zip: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const [method, size, nameLength, offset] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt32LE(at + 42),
    ];
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString();
    const begin = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    const bytes = zip.subarray(begin, begin + size);
    found.set(name, (method === 8 ? inflateRawSync(bytes) : bytes).toString());
  }
  return found;
}
