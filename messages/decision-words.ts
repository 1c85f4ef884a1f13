/** What people read of a policy's decision in a case: the question, its outcome, the facts that it asks for. Chinese first. */
import { factCatalogue } from '../domain/decision/facts';
import type { CaseQuestion } from '../domain/cases/policy-decision';
import type { Words, WordsOf } from './bilingual';

export const QUESTIONS: WordsOf<CaseQuestion> = {
  entitlement: { zh: '应得服务与费用责任', en: 'What is due, and who bears it' },
  routing: { zh: '服务方式与负责人', en: 'Kind of service and owner' },
  fee: { zh: '费用', en: 'Fees' },
  approval: { zh: '开工条件与审批', en: 'What has to be agreed first' },
};

/** Outcomes, routes and payers that policies know; what is not here is shown as it is. */
export const OUTCOMES: WordsOf = {
  warranty_repair: { zh: '保修', en: 'Warranty repair' },
  free_service: { zh: '免费服务', en: 'Free service' },
  paid_repair: { zh: '收费维修', en: 'Paid repair' },
  paid_service: { zh: '收费服务', en: 'Paid service' },
  paid_parts_free_labour: { zh: '材料收费，人工免费', en: 'Parts paid, labour free' },
  goodwill_repair: { zh: '可由公司通融解决', en: 'The company may solve it as goodwill' },
  return: { zh: '退货', en: 'Return' },
  exchange: { zh: '换货', en: 'Exchange' },
  pending: { zh: '待查明事实', en: 'Facts to be found out' },
  pending_proof: { zh: '待提供凭证', en: 'Proof to be shown' },
  not_accepted: { zh: '不予受理', en: 'Not accepted' },
  refused: { zh: '拒绝', en: 'Refused' },
  accepted: { zh: '受理', en: 'Accepted' },
  granted: { zh: '同意', en: 'Granted' },
  blocked: { zh: '暂不能进行', en: 'Not yet' },
  remote: { zh: '远程', en: 'Remote' },
  on_site: { zh: '上门', en: 'On site' },
  on_the_spot: { zh: '当场维修', en: 'On the spot' },
  carry_in: { zh: '送修', en: 'Carried in' },
  send_in: { zh: '寄修', en: 'Sent in' },
  negotiate_first: { zh: '先联系协商', en: 'Negotiated first' },
  main_warehouse: { zh: '总库房', en: 'Main warehouse' },
  factory: { zh: '返厂', en: 'To the maker' },
  customer: { zh: '客户', en: 'The customer' },
  company: { zh: '公司', en: 'The company' },
  maker: { zh: '厂家', en: 'The maker' },
  true: { zh: '是', en: 'Yes' },
  false: { zh: '否', en: 'No' },
  all: { zh: '齐全', en: 'All' },
  missing: { zh: '缺少', en: 'Some missing' },
  invoice: { zh: '发票', en: 'Invoice' },
  receipt: { zh: '收据', en: 'Receipt' },
  contract: { zh: '合同', en: 'Contract' },
  project: { zh: '工程', en: 'Project' },
  product: { zh: '产品', en: 'Product' },
  quote: { zh: '报价', en: 'The quote' },
  remittance_slip: { zh: '汇款底单', en: 'The remittance slip' },
};

/** The words of an outcome. */
export function outcomeWords(code: string): Words {
  return OUTCOMES[code] ?? { zh: code, en: code };
}

/** What a fact is called; a name that a policy alone knows as it is. Older rules write some with underscores. */
export function factWords(name: string): Words {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return (Object.hasOwn(factCatalogue, camel) && factCatalogue[camel]?.title) || { zh: name, en: name };
}
