/** The columns of each kind of file: how they may be headed, whether they must be filled in, how a cell is read. */
import { booleanCell, choiceCell, dateCell, emailCell, numberCell, phoneCell, textCell, type Reader } from './cells';

export const importKinds = ['customers', 'sites', 'assets', 'sales'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface ImportColumn {
  field: string;
  /** The heading of exports; imports also take the English one, the field name and the others. */
  title: { zh: string; en: string };
  also?: readonly string[];
  required?: boolean;
  read: Reader;
}

const word = textCell(64);
const long = textCell(500);
const past = dateCell({ past: true });
const ref: ImportColumn = {
  field: 'ref',
  title: { zh: '客户编号', en: 'Customer number' },
  also: ['客户号'],
  required: true,
  read: word,
};
const customerRef: ImportColumn = { ...ref, field: 'customerRef' };
const phone: ImportColumn = {
  field: 'phone',
  title: { zh: '电话', en: 'Phone' },
  also: ['联系电话', '手机'],
  read: phoneCell,
};
const region: ImportColumn = { field: 'region', title: { zh: '区域', en: 'Region' }, read: word };

const customer: readonly ImportColumn[] = [
  {
    field: 'name',
    title: { zh: '客户名称', en: 'Customer' },
    also: ['单位名称', '姓名'],
    required: true,
    read: textCell(200),
  },
  phone,
  { field: 'email', title: { zh: '邮箱', en: 'E-mail' }, also: ['电子邮箱'], read: emailCell },
  { field: 'address', title: { zh: '地址', en: 'Address' }, also: ['联系地址'], read: long },
  region,
  { field: 'class', title: { zh: '客户类别', en: 'Customer class' }, read: word },
  {
    field: 'language',
    title: { zh: '语言', en: 'Language' },
    read: choiceCell(['zh', 'en'], { 中文: 'zh', 英文: 'en', chinese: 'zh', english: 'en' }),
  },
  { field: 'key', title: { zh: '重点客户', en: 'Key customer' }, read: booleanCell },
  { field: 'wishes', title: { zh: '客户要求', en: 'Wishes' }, read: long },
];

const unit: readonly ImportColumn[] = [
  { field: 'product', title: { zh: '产品', en: 'Product' }, also: ['产品类别'], required: true, read: word },
  { field: 'model', title: { zh: '型号', en: 'Model' }, required: true, read: textCell(100) },
  {
    field: 'serialNo',
    title: { zh: '序列号', en: 'Serial number' },
    also: ['编号', '机身号'],
    required: true,
    read: textCell(100),
  },
  {
    field: 'warrantyMonths',
    title: { zh: '保修月数', en: 'Warranty months' },
    read: numberCell({ from: 0, to: 600, whole: true }),
  },
  { field: 'lotNo', title: { zh: '批号', en: 'Lot' }, also: ['生产批号'], read: word },
  { field: 'installedOn', title: { zh: '安装日期', en: 'Installed on' }, read: past },
  { field: 'warrantyFrom', title: { zh: '保修起始日', en: 'Warranty from' }, read: dateCell({ past: false }) },
  { field: 'contractUntil', title: { zh: '维保合同到期日', en: 'Contract until' }, read: dateCell({ past: false }) },
  {
    field: 'weightKg',
    title: { zh: '重量（公斤）', en: 'Weight (kg)' },
    read: numberCell({ from: 0, to: 1e6, whole: false }),
  },
  {
    field: 'volumeM3',
    title: { zh: '体积（立方米）', en: 'Volume (m3)' },
    read: numberCell({ from: 0, to: 1e5, whole: false }),
  },
  { field: 'attributes.plate', title: { zh: '车牌号', en: 'Plate' }, read: word },
  { field: 'attributes.maintenanceInterval', title: { zh: '保养周期', en: 'Maintenance interval' }, read: word },
  {
    field: 'attributes.nextMaintenance',
    title: { zh: '下次保养日期', en: 'Next maintenance' },
    read: dateCell({ past: false }),
  },
];

export const importColumns: Readonly<Record<ImportKind, readonly ImportColumn[]>> = {
  customers: [ref, ...customer],
  sites: [
    customerRef,
    { field: 'name', title: { zh: '地点名称', en: 'Site' }, required: true, read: textCell(200) },
    { field: 'address', title: { zh: '地址', en: 'Address' }, required: true, read: long },
    { field: 'contact', title: { zh: '联系人', en: 'Contact' }, read: textCell(100) },
    phone,
    region,
    { field: 'outOfTown', title: { zh: '外地', en: 'Out of town' }, read: booleanCell },
    {
      field: 'travelMin',
      title: { zh: '路程（分钟）', en: 'Travel (min)' },
      read: numberCell({ from: 0, to: 10_000, whole: true }),
    },
  ],
  assets: [
    customerRef,
    { field: 'siteName', title: { zh: '地点名称', en: 'Site' }, read: textCell(200) },
    ...unit,
    { field: 'soldByUs', title: { zh: '本公司售出', en: 'Sold by us' }, read: booleanCell },
    { field: 'saleDate', title: { zh: '销售日期', en: 'Sale date' }, also: ['购买日期'], read: past },
  ],
  // A sale brings the customer along where the number is new, and always a unit.
  sales: [
    { field: 'documentNo', title: { zh: '销售单号', en: 'Sales document' }, required: true, read: word },
    { field: 'saleDate', title: { zh: '销售日期', en: 'Sale date' }, also: ['日期'], required: true, read: past },
    { field: 'policyId', title: { zh: '服务制度', en: 'Policy' }, required: true, read: word },
    customerRef,
    ...customer.map((column) => ({ ...column, required: false })),
    ...unit,
  ],
};
