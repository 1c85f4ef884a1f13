/** Why somebody goes is told in words: which region, certificate or product, not only that there is one. */
import { said } from '../../api/dispatch/reasons';
import type { Reason } from '../../domain/planning/types';
import { shipped } from '../rig/shipped-policies';

const { policy: projects } = shipped('security-projects-chongqing');
const { policy: security } = shipped('security-install-3y');
const reason = (code: Reason['code'], about?: string | number): Reason => ({
  code,
  points: 0,
  ...(about !== undefined && { about }),
});

test.each([
  [
    reason('region', 'main_nine_districts'),
    projects,
    '负责该区域：主城九区（市区）',
    'Serves the region: Nine main districts (urban)',
  ],
  [reason('skill', 'camera'), projects, '熟悉该产品或工作：摄像机', 'Knows the product or work: Camera'],
  [
    reason('skill', 'inspection'),
    security,
    '熟悉该产品或工作：上门巡检',
    'Knows the product or work: Inspection visit',
  ],
  [
    reason('certificate_expired', 'security_installer'),
    security,
    '资质证书已过期：安防认证工程师证书',
    'Certificate expired: Certified security engineer',
  ],
  [reason('load', 40), projects, '当日已有工作量：40%', 'Load on that day: 40 %'],
  [reason('knows_customer', 1), projects, '服务过该客户：1 次', 'Has served this customer: 1 time'],
  [reason('overlap'), projects, '与另一安排时间重叠', 'Overlaps with another visit'],
])('%j', (given, policy, zh, en) => {
  expect([said(given, policy, 'zh').text, said(given, policy, 'en').text]).toEqual([zh, en]);
});
