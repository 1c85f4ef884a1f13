/** Files of records: encodings told apart, every row's problem told, nothing half taken in. */
import { zipSync, strToU8 } from 'fflate';
import { decodeText } from '../../api/imports/encoding';
import { IMPORT_LOCK } from '../../api/imports/routes';
import { tableToXlsx } from '../../documents/xlsx';
import { startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-imports');
});
afterAll(() => rig?.close());

/** GBK by the decoder turned round: Node has no encoder for it. */
const gbkOf = new Map<string, number[]>();
for (let a = 0x81; a <= 0xfe; a++) {
  for (let b = 0x40; b <= 0xfe; b++) {
    try {
      gbkOf.set(new TextDecoder('gb18030', { fatal: true }).decode(new Uint8Array([a, b])), [a, b]);
    } catch {
      // no character there
    }
  }
}
const gbk = (text: string): Buffer =>
  Buffer.from([...text].flatMap((c) => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : gbkOf.get(c)!)));
const utf8 = (text: string): Buffer => Buffer.from(text);

interface Report {
  encoding: string;
  rows: number;
  imported: number;
  skipped: number;
  problemCount: number;
  problems: { row: number; column: string | null; detail: string; allowed?: unknown }[];
  errors: { field: string; detail: string }[];
  code: string;
}

async function send(
  kind: string,
  body: Buffer,
  query = '',
  type = 'text/csv',
): Promise<{ status: number; body: Report }> {
  const answer = await fetch(`${rig.url}/v1/imports/${kind}?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await rig.token(rig.actors.supervisor)}`, 'content-type': type },
    body: new Uint8Array(body),
  });
  return { status: answer.status, body: (await answer.json()) as Report };
}

const heading = '客户编号,客户名称,电话,地址\n';

describe('the encoding of a file', () => {
  const text = '客户编号,客户名称\nK1,陈记餐馆\n';
  it('is told apart', () => {
    expect(decodeText(utf8(text))).toEqual({ text, encoding: 'UTF-8' });
    expect(decodeText(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8(text)]))).toEqual({
      text,
      encoding: 'UTF-8',
    });
    expect(decodeText(gbk(text))).toEqual({ text, encoding: 'GB18030' });
  });

  it('is GBK for words that happen to be valid UTF-8 of another script', () => {
    const famous = '客户编号,客户名称\nK1,联通\n';
    expect(decodeText(gbk(famous))).toEqual({ text: famous, encoding: 'GB18030' });
  });

  it('is refused where two are mixed, naming the lines that differ', () => {
    const mixed = Buffer.concat([utf8('客户编号,客户名称\nK1,陈记餐馆\n'), gbk('K2,王记餐馆\n')]);
    expect(decodeText(mixed)).toEqual({ mixed: [3] });
    const other = Buffer.concat([gbk('客户编号,客户名称\nK1,陈记餐馆\n'), utf8('K2,王记餐馆\n')]);
    expect(decodeText(other)).toEqual({ mixed: [3] });
    expect(decodeText(Buffer.from([0x41, 0xff, 0xff, 0x0a]))).toEqual({ unreadable: [1] });
  });
});

describe('a file of customers', () => {
  it('reports without taking anything in, unless it is told to', async () => {
    const file = gbk(`${heading}I1,陈记餐馆,023-6300 1234,重庆\nI2,王记餐馆,,\n`);
    const dry = await send('customers', file);
    expect([dry.status, dry.body]).toMatchObject([200, { encoding: 'GB18030', rows: 2, imported: 0, problemCount: 0 }]);
    expect(await rig.prisma.customer.count({ where: { ref: 'I1' } })).toBe(0);
    const real = await send('customers', file, 'dryRun=false');
    expect([real.status, real.body.imported]).toEqual([200, 2]);
    expect(await rig.prisma.customer.findUnique({ where: { ref: 'I1' } })).toMatchObject({ name: '陈记餐馆' });
    const again = await send('customers', file, 'dryRun=false&existing=skip');
    expect([again.status, again.body.code]).toEqual([409, 'already_done']);
  });

  it('tells every problem of every row, and takes in none of them', async () => {
    const file = utf8(`${heading}I3,好的一行,,\nI4,,12,重庆\n,无编号,,\nI3,重复,,\nI1,已有,,\nI5,坏\u0007字,,\n`);
    const { status, body } = await send('customers', file, 'dryRun=false');
    expect([status, body.code]).toEqual([422, 'invalid_request']);
    expect(body.errors.map(({ field }) => field)).toEqual([
      'rows.3.客户名称',
      'rows.3.电话',
      'rows.4.客户编号',
      'rows.5.客户编号',
      'rows.6',
      'rows.7.客户名称',
    ]);
    expect(await rig.prisma.customer.count({ where: { ref: { in: ['I3', 'I4', 'I5'] } } })).toBe(0);
  });

  it('is taken in one at a time: a second click is told to wait, and then that it was done', async () => {
    const file = utf8(`${heading}L1,一次餐馆,,\n`);
    const meanwhile = await rig.prisma.$transaction(
      async (db) => {
        await db.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK}::bigint)`;
        return [await send('customers', file, 'dryRun=false'), await send('customers', file)];
      },
      { timeout: 60_000 },
    );
    expect(meanwhile.map(({ status, body }) => [status, body.code])).toEqual([
      [503, 'unavailable'],
      [200, undefined],
    ]);
    expect((await send('customers', file, 'dryRun=false')).body).toMatchObject({ imported: 1 });
    expect((await send('customers', file, 'dryRun=false&existing=skip')).body.code).toBe('already_done');
  });

  it('names unknown, doubled and missing columns', async () => {
    const { body } = await send('customers', utf8('客户编号,客户编号,传真\nA,B,C\n'));
    expect(body.problems.map(({ row, column }) => [row, column])).toEqual([
      [1, '客户编号'],
      [1, '传真'],
      [1, '客户名称'],
    ]);
  });

  it('shows a mixed encoding as the rows that differ', async () => {
    const { body } = await send(
      'customers',
      Buffer.concat([utf8(`${heading}M1,陈记餐馆,,\n`), gbk('M2,王记餐馆,,\n')]),
    );
    expect(body.problems).toMatchObject([{ row: 3, allowed: ['UTF-8', 'GBK'] }]);
  });

  it('refuses what is no file of records', async () => {
    expect((await send('customers', utf8('a'), '', 'text/plain')).status).toBe(415);
    expect(
      (
        await send(
          'customers',
          utf8('not a zip'),
          '',
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        )
      ).body.code,
    ).toBe('malformed');
    const zip = Buffer.from(zipSync({ 'a.txt': strToU8('no workbook') }));
    expect(
      (await send('customers', zip, '', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')).body.code,
    ).toBe('malformed');
    expect((await send('customers', utf8('客户编号,客户名称\n"A,B\n'))).body.code).toBe('malformed');
    expect((await send('customers', Buffer.alloc(0))).status).toBeGreaterThanOrEqual(400);
    expect((await send('engines', utf8(heading))).status).toBe(422);
  });
});

describe('a file of sales', () => {
  const columns = '销售单号,销售日期,服务制度,客户编号,客户名称,电话,产品,型号,序列号,下次保养日期\n';
  it('brings customers and units along, dates in any usual spelling', async () => {
    const file = utf8(
      `${columns}S1,2026/3/1,vehicle-care,V1,李先生,13800000000,vehicle,E5,VIN-1,2026-09-01\nS2,2026年3月2日,vehicle-care,V1,,,vehicle,E5,VIN-2,\n`,
    );
    expect((await send('sales', file, 'dryRun=false')).body).toMatchObject({ imported: 2 });
    const sales = await rig.prisma.sale.findMany({ include: { asset: true }, orderBy: { documentNo: 'asc' } });
    expect(
      sales.map(({ soldOn, asset }) => [soldOn.toISOString().slice(0, 10), asset.serialNo, asset.attributes]),
    ).toEqual([
      ['2026-03-01', 'VIN-1', { nextMaintenance: '2026-09-01' }],
      ['2026-03-02', 'VIN-2', {}],
    ]);
    expect(new Set(sales.map(({ customerId }) => customerId)).size).toBe(1);
  });

  it.each([
    ['2026-02-30', '没有这一天'],
    ['1900-01-01', '早于 1980 年'],
    ['2999-01-01', '日期在将来'],
    ['01/02/2026', '不是日期'],
  ])('refuses the date %s: %s', async (date, detail) => {
    const { body } = await send('sales', utf8(`${columns}S9,${date},vehicle-care,V9,王,,vehicle,E5,VIN-9,\n`));
    expect(body.problems).toMatchObject([{ row: 2, column: '销售日期', detail }]);
  });

  it('refuses serial numbers that stand twice, here or in the books, and policies that are none', async () => {
    const { body } = await send(
      'sales',
      utf8(
        `${columns}S3,2026-03-03,vehicle-care,V2,王,,vehicle,E5,VIN-1,\nS4,2026-03-03,none,V2,王,,vehicle,E5,VIN-4,\nS5,2026-03-03,vehicle-care,V3,,,vehicle,E5,VIN-4,\n`,
      ),
    );
    expect(body.problems.map(({ row, column, detail }) => [row, column, detail])).toEqual([
      [2, '序列号', '此序列号已登记'],
      [3, '服务制度', '没有这个制度'],
      [4, '序列号', '与第 3 行重复'],
      [4, '客户名称', '新客户须填名称'],
    ]);
  });
});

describe('what a file calls things', () => {
  it('may be the policies’ own words: region, product and policy become codes, other words stay', async () => {
    const heading = '销售单号,销售日期,服务制度,客户编号,客户名称,区域,产品,型号,序列号\n';
    const file = utf8(
      `${heading}W1,2026-03-01,安防工程售后（重庆）,W1,甲商场,主城九区（市区）,Hard-disk recorder,DVR,W-1\n` +
        'W2,2026-03-01,security-projects-chongqing,W2,乙商场,某区,camera,IPC,W-2\n',
    );
    const { title } = rig.deps.policies.source().get('security-projects-chongqing')!;
    const { body } = await send(
      'sales',
      Buffer.from(file.toString().replace('安防工程售后（重庆）', title.zh)),
      'dryRun=false',
    );
    expect(body).toMatchObject({ imported: 2, problemCount: 0 });
    const sales = await rig.prisma.sale.findMany({
      where: { documentNo: { in: ['W1', 'W2'] } },
      include: { asset: true, customer: true },
      orderBy: { documentNo: 'asc' },
    });
    expect(sales.map(({ policyId, asset, customer }) => [policyId, asset.product, customer.region])).toEqual([
      ['security-projects-chongqing', 'recorder', 'main_nine_districts'],
      ['security-projects-chongqing', 'camera', '某区'],
    ]);
  });

  it('is told where it contradicts the books or itself, also where known rows are skipped', async () => {
    const sales = '销售单号,销售日期,服务制度,客户编号,客户名称,产品,型号,序列号\n';
    const row = (no: string, customer: string, serial: string): string =>
      `${no},2026-03-01,vehicle-care,${customer},vehicle,E5,${serial}\n`;
    const given = row('T1', 'T1,丙公司', 'T-1') + row('T2', 'T1,丙公司', 'T-2');
    expect((await send('sales', utf8(sales + given), 'dryRun=false')).body.imported).toBe(2);
    const { body } = await send(
      'sales',
      utf8(
        sales +
          row('T1', 'T1,丙公司', 'T-9') +
          row('T3', 'T1,丁公司', 'T-3') +
          row('T4', 'T4,戊公司', 'T-4') +
          row('T5', 'T4,己公司', 'T-5') +
          row('T2', 'T1,', 'T-2'),
      ),
      'existing=skip',
    );
    expect(body.problems.map(({ row: at, column, detail }) => [at, column, detail])).toEqual([
      [2, '销售单号', '此销售单号已用于另一台设备'],
      [3, '客户名称', '此编号的客户另有其名'],
      [5, '客户名称', '与第 4 行的名称不同'],
    ]);
    await rig.prisma.customer.create({ data: { ref: 'T2', name: '庚公司' } });
    const units = '客户编号,产品,型号,序列号\nT1,vehicle,E5,T-1\nT2,vehicle,E5,T-2\n';
    expect((await send('assets', utf8(units), 'existing=skip')).body).toMatchObject({
      skipped: 2,
      problems: [{ row: 3, column: '序列号', detail: '此序列号已登记在另一客户名下' }],
    });
  });
});

describe('an export', () => {
  it('comes in again as it went out, formulas as texts', async () => {
    await rig.prisma.customer.create({ data: { name: '=1+1', ref: 'F1' } });
    const answer = await fetch(`${rig.url}/v1/exports/customers`, {
      headers: { authorization: `Bearer ${await rig.token(rig.actors.supervisor)}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString('utf8')).toContain("'=1+1");
    const { body } = await send('customers', bytes, 'existing=skip');
    expect(body.problems.filter(({ column }) => column !== '客户编号')).toEqual([]);
    expect(body.skipped).toBeGreaterThanOrEqual(3);
  });

  it('comes in elsewhere with what it went out with, a telephone abroad too', async () => {
    await rig.prisma.customer.create({ data: { name: '=2+2', ref: 'F2', phone: '+86 23 6300 1234' } });
    const answer = await fetch(`${rig.url}/v1/exports/customers`, {
      headers: { authorization: `Bearer ${await rig.token(rig.actors.supervisor)}` },
    });
    const [heading, ...rows] = (await answer.text()).split('\n');
    await rig.prisma.customer.delete({ where: { ref: 'F2' } });
    const file = utf8([heading, ...rows.filter((row) => row.startsWith('F2,'))].join('\n'));
    expect((await send('customers', file, 'dryRun=false')).body).toMatchObject({ imported: 1 });
    expect(await rig.prisma.customer.findUnique({ where: { ref: 'F2' } })).toMatchObject({
      name: '=2+2',
      phone: '+86 23 6300 1234',
    });
  });

  it('is a workbook where it is asked for, and a workbook comes in', async () => {
    const answer = await fetch(`${rig.url}/v1/exports/sales?format=xlsx`, {
      headers: { authorization: `Bearer ${await rig.token(rig.actors.supervisor)}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    expect(answer.headers.get('content-type')).toBe(type);
    const { body } = await send('sales', bytes, 'existing=skip', type);
    expect(body).toMatchObject({ encoding: 'XLSX', rows: 6, skipped: 6, problemCount: 0 });
    const made = await tableToXlsx({
      kind: 'table',
      title: 'x',
      columns: [{ title: '客户编号' }, { title: '客户名称' }],
      rows: [['X1', '新客户']],
    });
    expect((await send('customers', made, 'dryRun=false', type)).body).toMatchObject({ imported: 1 });
  });
});
