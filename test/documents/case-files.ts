/** Cases with everything that their papers name, as the worker would read them. */
import type { CaseFile } from '../../documents/forms/case-file';
import type { CaseState } from '../../domain/cases/state';
import type { RepairState } from '../../domain/cases/repair/state';
import { chongqing } from '../domain/cases/policies';
import { Complaint, staff } from '../domain/cases/complaint-simulator';
import { ReturnSimulator } from '../domain/cases/return-simulator';
import { people, Simulator, shanghai } from '../domain/cases/simulator';
import { text } from '../domain/cases/case-simulator';

const words = {
  不录像: '录像机不录像了，硬盘灯不亮。',
  想退货: '到货四箱标签脱胶，另一台打印机卡纸，希望全部退货。',
  标签脱胶: '标签贴上两天就脱胶，产线停了半天。',
  已查: '同批号留样复测，脱胶属实；库存已封存。',
  原因: '胶水批次固化温度偏低。',
  长文: '经检测，电源板电容鼓包，硬盘供电不足；更换电源板后连续录像二十四小时正常。'.repeat(60),
  道歉: '退回全部货款并赔付停产损失。',
};

/** A text that `fileOf` knows. */
export const said = (key: keyof typeof words) => text(key);

/** The file of a case of this state. */
export function fileOf<S extends CaseState>(state: S, more: Partial<CaseFile> = {}): CaseFile<S> {
  return {
    company: {
      name: { zh: '重庆安保设备服务中心', en: 'Chongqing Service Centre' },
      hotline: '400-000-0000',
      repairAddress: { zh: '重庆市渝中区中山路 1 号仓库', en: 'Warehouse, 1 Zhongshan Road' },
    },
    policy: {
      id: 'demo',
      version: '1.0',
      title: { zh: '示例制度', en: 'Demo' },
      zone: 'Asia/Shanghai',
      titles: new Map(),
    },
    customer: {
      name: '王秀英（重庆第二人民医院设备科）',
      phone: '13900001234',
      address: '重庆市渝中区解放碑步行街88号',
    },
    site: { name: '住院部', address: '二号楼三层弱电间', contact: '陈师傅', phone: '13900005678' },
    asset: { product: 'dvr', model: 'DVR-16', serialNo: '0012-7788', saleDate: '2025-05-01' },
    people: new Map([
      [people.dispatcher.id, '周敏'],
      [people.engineer.id, '李工'],
      [people.warehouse.id, '吴仓'],
      [staff.clerk.id, '郑文'],
    ]),
    texts: new Map(Object.entries(words).map(([key, body]) => [text(key).id, body])),
    last: new Map(),
    calls: [],
    ...more,
    state,
  };
}

/** A repair that came to its end, with a quote, a ticket, a loaner and a report. */
export function repaired(): RepairState {
  const { state } = new Simulator(chongqing, { facts: { contractActive: false } });
  const at = shanghai('2026-03-03T10:30');
  return {
    ...state,
    facts: { ...state.facts, promisedReturn: shanghai('2026-03-06T17:00'), level: 'minor' },
    parties: { ...state.parties, engineerId: people.engineer.id },
    visit: { ...state.visit, count: 2, arrivedAt: at },
    diagnosis: { at, by: people.engineer.id, text: said('长文'), repairableHere: false, parts: ['P-1'] },
    quote: {
      lines: Array.from({ length: 45 }, (_, i) => ({
        fee: `fee_${i + 1}`,
        quantity: i + 1,
        unitFen: 12_345,
        totalFen: 12_345 * (i + 1),
        payer: 'customer',
      })),
      customerFen: 12_777_075,
      sentAt: at,
      answer: 'accepted',
      answeredAt: at,
    },
    loaner: {
      status: 'approved',
      requestedBy: people.dispatcher.id,
      depositFen: 50_000,
      approvals: [
        { role: 'customer_centre_manager', by: 'manager', decision: 'approved', at },
        { role: 'deputy_gm_logistics', by: 'deputy-gm', decision: 'approved', at },
      ],
    },
    workshop: { receivedAt: at, ticketNo: 'WX-2026-0001', accessories: said('原因') },
    outcome: {
      round: 1,
      resolved: true,
      tested: true,
      completedAt: at,
      chargedFen: 12_777_075,
      rating: { quality: 5, attitude: 4 },
    },
  };
}

/** A return whose goods came in, counted and inspected. */
export function returned(): ReturnSimulator {
  return new ReturnSimulator().approved().inspected();
}

/** A complaint that was decided, with compensation. */
export function decided(): Complaint {
  return new Complaint({ form: { lots: ['L-1'] } })
    .investigated(['attitude', 'packaging'])
    .act(staff.clerk, 'propose', {
      solution: said('道歉'),
      remedy: 'compensation',
      compensation: [{ basis: 'damage', amountFen: 20_000 }],
    });
}
