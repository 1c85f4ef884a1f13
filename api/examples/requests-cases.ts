/** Requests as people send them: signing in, opening cases, what belongs to a case, and who keeps the system. */
import type { RequestExamples } from './types';

const hash = '9f2c1b7d5e3a4f60812c9d7e6b5a43210fedcba9876543210123456789abcdef';

export const caseRequests: RequestExamples = {
  'POST /auth/token': { email: 'liu.fang@dept.example', password: 'mai tian li de xiao mai' },
  'POST /auth/refresh': { refreshToken: 'kq3T9vYb2mXeJ7sWcL0pRz' },
  'POST /auth/sign-out': { refreshToken: 'kq3T9vYb2mXeJ7sWcL0pRz' },
  'POST /auth/password': { current: 'mai tian li de xiao mai', next: 'he bian de san ke liu shu' },

  'POST /v1/cases/repair': {
    policy: 'security-projects-chongqing',
    customerId: 'c-huaxin',
    siteId: 's-huaxin-yubei',
    assetId: 'a-dvr8-0042',
    source: 'hotline',
    channel: 'on_site',
    level: 'L2',
    fault: '录像机开机后不录像，屏幕提示硬盘错误',
    wish: '工作日上午上门',
  },
  'POST /v1/cases/return': {
    policy: 'auto-equipment-nanjing',
    customerId: 'c-dongfang',
    assetId: 'a-bl2200-00871',
    source: 'hotline',
    wants: 'exchange',
    reason: '举升机第二天不能锁止',
    saleDate: '2026-02-25',
    soldByUs: true,
    qualityProblem: true,
  },
  'POST /v1/cases/complaint': {
    policy: 'office-supplies-lubricants',
    customerId: 'c-dongfang',
    source: 'hotline',
    channel: 'phone',
    complaint: '三月送来的润滑油有沉淀，共十二桶',
    lots: ['20260118-B'],
  },
  'POST /v1/cases/job': {
    policy: 'security-install-3y',
    customerId: 'c-huaxin',
    siteId: 's-huaxin-yubei',
    source: 'hotline',
    work: 'installation',
    task: '新门店安装十六路摄像机',
    wish: '开业前完成，本月二十日以前',
  },
  'POST /v1/cases/:id/documents': { form: 'service_report' },
  'POST /v1/notices/resend': { key: 'R2026-000123/1/case_received/customer/1' },

  'POST /v1/alarms/clear': { key: `record/R2026-000123/7/unrecorded/${hash}` },
  'POST /v1/policies/:id/signoffs': { version: '1.2', hash, as: 'approver' },
  'POST /v1/policies/:id/decide': {
    question: 'entitlement',
    given: { what: 'product', soldByUs: true, saleDate: '2025-06-18', proofShown: true },
  },
  'POST /v1/erasures': { subject: 'customer', id: 'c-huaxin', reason: '客户书面要求删除，登记号 SC-2026-003' },
  'POST /v1/legal-holds': { subject: 'case', id: 'R2026-000123', reason: '诉讼保全，案号（2026）渝0112民初871号' },
  'POST /v1/legal-holds/:id/lift': { reason: '案件已审结' },
};
