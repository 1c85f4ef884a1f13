/** Answers as they come: a repair that was opened, answered and given to an engineer. A test holds each against its schema. */
import type { AnswerExamples } from './types';

/** A row of the worklist: what the case says of itself in a list. */
const row = {
  id: 'R2026-000123',
  kind: 'repair',
  status: 'assessed',
  policyId: 'security-projects-chongqing',
  policyVersion: '1.0',
  level: null,
  region: 'main_nine_districts',
  customerId: 'c-huaxin',
  siteId: 's-huaxin-yubei',
  assetId: 'a-dvr8-0042',
  dispatcherId: 'p-liu-fang',
  engineerId: 'p-wang-qiang',
  openedAt: '2026-03-02T01:00:00.000Z',
  closedAt: null,
  nextDueAt: '2026-03-02T07:00:00.000Z',
  nextDueClock: 'arrival',
  breached: false,
  escalationLevel: 0,
  seq: 3,
  updatedAt: '2026-03-02T01:00:10.084Z',
  zone: 'Asia/Shanghai',
  titles: {
    status: { zh: '已判定', en: 'Assessed' },
    region: { zh: '主城九区（市区）', en: 'Nine main districts (urban)' },
    nextDue: { zh: '到场', en: 'Arrival' },
    customer: { zh: '华新便利店（渝北店）', en: '华新便利店（渝北店）' },
    engineer: { zh: '王强', en: '王强' },
    dispatcher: { zh: '刘芳', en: '刘芳' },
  },
};

const repair = {
  ...row,
  policyHash: '8512b17728beb43f40ad10e85a4deefbb59e301431ed3b231e691e7e3606594e',
  state: {
    facts: {
      kind: 'product',
      work: 'repair',
      region: 'main_nine_districts',
      source: 'hotline',
      channel: 'on_site',
      product: 'recorder',
      coverage: 'paid',
      soldByUs: true,
      outOfTown: false,
      chargeable: true,
      faultKnown: true,
      inWarranty: true,
      keyAccount: false,
      modelKnown: true,
      phoneKnown: true,
      regionKnown: true,
      serialKnown: true,
      addressKnown: true,
      purchaseDate: '2025-06-18',
      recordComplete: true,
      warrantyMonths: 12,
      purchaseDateKnown: true,
    },
    done: {
      assigned: 1772413209889,
      reported: 1772413200000,
      responded: 1772413206918,
      record_completed: 1772413200000,
      entitlement_decided: 1772413200000,
    },
  },
  customer: {
    id: 'c-huaxin',
    name: '华新便利店（渝北店）',
    phone: '023-6780 1234',
    address: '重庆市渝北区新牌坊二路 18 号',
  },
  site: { id: 's-huaxin-yubei', name: '渝北店', phone: null, address: '重庆市渝北区新牌坊二路 18 号' },
  asset: {
    id: 'a-dvr8-0042',
    product: 'recorder',
    title: { zh: '硬盘录像机', en: 'Hard-disk recorder' },
    model: 'DVR-8',
    serialNo: 'DVR8-250611-0042',
  },
  texts: { fault: '录像机开机后不录像，屏幕提示硬盘错误' },
  coverage: {
    title: { zh: '收费', en: 'Paid by the customer' },
    chargeable: true,
    clauses: ['S-2.2-b', 'S-3.1', 'S-4.3-a'],
  },
  decisions: [
    {
      question: 'entitlement',
      title: { zh: '费用责任', en: 'Who bears the work' },
      outcome: { code: 'paid_service', title: { zh: '收费服务', en: 'Paid service' } },
      stage: 'product_visit',
      says: [
        { label: { zh: '服务方式', en: 'Kind of service' }, value: { zh: '上门', en: 'On site' } },
        {
          label: { zh: '保修最后一天', en: 'Last day of the warranty' },
          value: { zh: '2026-06-18', en: '2026-06-18' },
        },
      ],
      clauses: ['S-2.2-b', 'S-3.1', 'S-4.3-a'],
      reasons: [
        {
          rule: 'product_warranty',
          outcome: 'failed',
          clauses: ['S-2.2-b'],
          text: {
            zh: '提供上门售后维修的服务',
            en: 'On-site service for a product the company sold: paid, also within warranty',
          },
        },
      ],
      given: [
        { fact: 'kind', title: { zh: '项目或产品', en: 'Project or product' } },
        { fact: 'channel', title: { zh: '服务方式', en: 'Channel' } },
        { fact: 'soldByUs', title: { zh: '本公司售出', en: 'Sold by us' } },
      ],
      missing: [],
    },
  ],
  askFor: [],
  waiting: [],
  links: [],
  clauseTexts: {
    'S-2.2-b': {
      quote: '提供上门售后维修的服务',
      rule: 'On-site service for a product the company sold: paid, also within warranty',
      section: '2.2',
    },
    'S-3.1': {
      quote: '售后服务费按100 元/ 次收取',
      rule: 'On-site service for a sold product: CNY 100 per visit',
      section: '3.1',
    },
    'S-4.3-a': {
      quote: '在一个产品中,不同部位、部件有不同保修期的应加以说明',
      rule: 'When parts of one product have different terms the customer is told; entitlement is decided per component',
      section: '4.3',
    },
  },
};

export const caseAnswers: AnswerExamples = {
  'POST /v1/cases/repair': {
    caseId: 'R2026-000123',
    kind: 'repair',
    receivedAt: '2026-03-02T01:00:00.000Z',
    policy: {
      id: 'security-projects-chongqing',
      version: '1.0',
      hash: '8512b17728beb43f40ad10e85a4deefbb59e301431ed3b231e691e7e3606594e',
    },
    recorded: false,
  },
  'GET /v1/cases': { rows: [row], next: null },
  'GET /v1/cases/:id': repair,
  'GET /v1/cases/:id/timeline': {
    steps: [
      {
        seq: 2,
        recordedAt: '2026-03-02T01:00:07.816Z',
        cause: { type: 'action', name: 'respond', actorId: 'p-liu-fang', actorRole: 'dispatcher' },
        requestId: '02700a23-020e-4cbe-8ad0-dd2aa1915f3b',
        receivedAt: '2026-03-02T01:00:06.918Z',
        occurredAt: null,
        writtenAt: '2026-03-02T01:00:08.442Z',
        events: [
          {
            at: '2026-03-02T01:00:06.918Z',
            data: { by: 'phone', opinion: 't-371c9b4fbca70b4fc8f78451264dbaaf' },
            type: 'responded',
            title: { zh: '已响应客户', en: 'Customer answered' },
            details: [
              { label: { zh: '方式', en: 'By' }, value: { zh: '电话', en: 'Phone' } },
              {
                label: { zh: '处理意见', en: 'Handling opinion' },
                value: { zh: '已电话联系，安排上门', en: '已电话联系，安排上门' },
              },
            ],
          },
          {
            at: '2026-03-02T01:00:06.918Z',
            data: { to: 'contacted', from: 'received' },
            type: 'status_changed',
            title: { zh: '状态改变', en: 'Status changed' },
            details: [
              {
                label: { zh: '状态', en: 'Status' },
                value: { zh: '已受理 → 已联系客户', en: 'Received → Customer contacted' },
              },
            ],
          },
        ],
        titles: {
          cause: { zh: '响应客户', en: 'Respond' },
          role: { zh: '调度', en: 'Dispatcher' },
          actor: { zh: '刘芳', en: '刘芳' },
        },
      },
    ],
    clauseTexts: {},
  },
  'GET /v1/cases/:id/clocks': {
    clocks: [
      {
        key: 'response',
        milestone: 'response',
        status: 'met',
        startedAt: '2026-03-02T01:00:00.000Z',
        warnAt: '2026-03-02T04:12:00.000Z',
        dueAt: '2026-03-02T05:00:00.000Z',
        warnedAt: null,
        breachedAt: null,
        metAt: '2026-03-02T01:00:06.918Z',
        stoppedBecause: null,
        provisional: false,
        pauses: [],
        extendedMs: 0,
        clauses: [],
        derivation: [
          '起算：2026-03-02 09:00:00 +08:00',
          '目标：4 小时（全天候）（日历 24x7 1）',
          '到期：2026-03-02 13:00:00 +08:00',
        ],
        titles: { clock: { zh: '响应', en: 'Response' }, status: { zh: '按时完成', en: 'Met in time' } },
      },
    ],
    clauseTexts: {},
  },
  'GET /v1/cases/:id/notices': {
    notices: [
      {
        key: 'R2026-000123/1/case_received/customer/1',
        caseId: 'R2026-000123',
        seq: 1,
        template: 'case_received',
        to: 'customer',
        status: 'sent',
        reason: null,
        attempts: 1,
        sentAt: '2026-03-02T01:00:10.437Z',
        createdAt: '2026-03-02T01:00:05.030Z',
        clauses: [],
        titles: {
          template: { zh: '服务申请已受理', en: 'Your request was received' },
          to: { zh: '客户', en: 'Customer' },
          status: { zh: '已发送', en: 'Sent' },
        },
      },
    ],
  },
  'GET /v1/cases/:id/actions': {
    seq: 3,
    actions: [
      {
        name: 'assign',
        title: { zh: '派工 / 改派', en: 'Assign or transfer' },
        clauses: [],
        payload: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          properties: {
            engineerId: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$' },
            reason: { type: 'string', minLength: 1, maxLength: 4000 },
          },
          required: ['engineerId'],
          additionalProperties: false,
        },
        fields: {
          engineerId: {
            title: { zh: '工程师', en: 'Engineer' },
            values: [
              { value: 'p-li-ming', title: { zh: '李明', en: '李明' } },
              { value: 'p-wang-qiang', title: { zh: '王强', en: '王强' } },
            ],
          },
          reason: { title: { zh: '原因', en: 'Reason' } },
        },
      },
    ],
    clauseTexts: {},
  },
  'GET /v1/cases/:id/documents': {
    documents: [
      {
        id: 'R2026-000123.dispatch_order.1',
        form: 'dispatch_order',
        title: { zh: '派工单', en: 'Dispatch order' },
        version: 1,
        seq: 3,
        sha256: '94c8b14533bb1735c6151cd621f8afeacec16ed32921118fbf48a85db5ab0033',
        size: 24626,
        by: 'p-liu-fang',
        late: false,
        createdAt: '2026-03-02T01:00:10.084Z',
      },
    ],
    ready: [
      { form: 'service_request', title: { zh: '服务申请单', en: 'Service request' } },
      { form: 'dispatch_order', title: { zh: '派工单', en: 'Dispatch order' } },
    ],
    mayAsk: true,
    mayOpen: true,
  },
  'POST /v1/cases/:id/actions/:action': { state: 'done', seq: 3, status: 'assessed', case: repair },
};
