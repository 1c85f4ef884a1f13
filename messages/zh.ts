import { auditMailsZh } from './audit-mails';
import { careMailsZh } from './care-mails';
import { complaintMailsZh } from './complaint-mails';
import { dutyMailsZh } from './duty-mails';
import { jobMailsZh } from './job-mails';
import { moneyMailsZh } from './money';
import { priceMailsZh } from './price';
import { returnMailsZh } from './return-mails';
import type { Messages } from './templates';

/** The Chinese mails. */
export const zh: Messages = {
  generic: {
    customer: { title: '服务进展', text: '您的服务单有新的进展。', next: '如需了解详情，请致电我们的服务热线。' },
    staff: {
      title: '服务单有新动态',
      text: '该服务单有一项通知，系统没有为它准备专门的说明。',
      next: '请打开服务单查看。',
    },
  },
  case_received: {
    customer: {
      title: '服务申请已受理',
      text: '您好！我们已收到您的服务申请并登记了服务单。',
      next: '请保存好服务单号，来电查询时报单号即可。我们会尽快与您联系。',
    },
    staff: { title: '新服务单', text: '登记了一张新的服务单。', next: '请在时限内联系客户并安排处理。' },
  },
  entitlement_told: {
    customer: {
      title: '费用责任判定',
      text: '您好！按我们的服务制度，本次服务的费用责任判定如下。',
      next: '收费项目我们会先报价，经您同意后再维修；如有异议，请致电服务热线。',
    },
    staff: { title: '费用责任已判定', text: '按制度判定的费用责任如下。' },
  },
  facts_asked: {
    staff: {
      title: '判定费用责任尚缺事实',
      text: '按制度，下列事实查明之前不能判定费用责任。',
      next: '请向客户了解，并在「定级与判定」中填写。',
    },
  },
  handling_opinion: {
    customer: {
      title: '处理意见',
      text: '您好！针对您的服务申请，我们的处理意见如下。',
      next: '如有疑问，请致电我们的服务热线。',
    },
    staff: { title: '已响应客户', text: '已向客户答复处理意见。' },
  },
  case_handed_over: {
    staff: {
      title: '服务单转交',
      text: '该服务单已转交给您，需要安排技术人员。',
      next: '请安排人员并在服务单中派工。',
    },
  },
  job_assigned: {
    staff: {
      title: '派工单',
      text: '该服务单已派给您，客户和设备信息见下。',
      next: '请在服务单中接单，出发前核对客户信息、故障和所需配件。',
    },
    customer: {
      title: '已为您安排服务工程师',
      text: '您好！我们已为您安排服务工程师，工程师会与您约定时间。',
      next: '工程师上门时请核对其姓名和工作证件。',
    },
  },
  engineer_declined: {
    staff: { title: '工程师未接单', text: '工程师没有接受该服务单。', next: '请尽快改派其他工程师。' },
  },
  repair_address: {
    customer: {
      title: '送修地址',
      text: '您好！您的产品需要送修或寄修。',
      next: '送修时请带上购买凭证；寄修请妥善包装，并在包裹内附上服务单号。',
    },
  },
  warranty_terms: {
    customer: {
      title: '保修期说明',
      text: '您好！同一产品的不同部件保修期可能不同，是否免费以损坏的部件所适用的保修期为准。',
      next: '工程师检查后会向您说明具体部件的保修情况；需要收费的，会先征得您的同意。',
    },
  },
  visit_appointed: {
    customer: {
      title: '上门时间已约定',
      text: '您好！我们与您约定的上门时间如下。',
      next: '如需改期，请提前致电我们的服务热线。',
    },
    staff: {
      title: '上门时间已约定',
      text: '已与客户约定上门时间。',
      next: '请按约定时间到达；如可能延误，请在约定时间之前告知客户。',
    },
  },
  visit_rescheduled: {
    customer: {
      title: '上门时间已更改',
      text: '您好！非常抱歉给您带来不便。经您同意，上门时间更改如下。',
      next: '如有疑问，请致电我们的服务热线。',
    },
    staff: { title: '上门时间已更改', text: '经客户同意，上门时间已更改。', next: '请按新的时间安排。' },
  },
  reassign_visit: {
    staff: {
      title: '客户不同意改期',
      text: '客户不同意更改上门时间，原定时间仍然有效。',
      next: '请改派其他工程师按原定时间上门，或报信息员处理。',
    },
  },
  engineer_delayed: {
    customer: {
      title: '工程师将晚到',
      text: '您好！非常抱歉，工程师在路上有延误，将晚于约定时间到达。',
      next: '如您需要改期，请致电我们的服务热线。',
    },
    staff: { title: '工程师将晚到', text: '工程师报告将晚于约定时间到达。', next: '如尚未告知客户，请立即联系客户。' },
  },
  customer_not_met: {
    staff: {
      title: '未遇到客户',
      text: '工程师上门时未遇到客户，已按规定联系并留下留言卡。',
      next: '请联系客户，另行约定时间。',
    },
  },
  no_show_card: {
    customer: {
      title: '上门时未能见到您',
      text: '您好！我们的工程师按约定时间上门，未能见到您，并留下了留言卡。',
      next: '请致电我们的服务热线，另行约定时间。',
    },
    staff: {
      title: '未遇到客户，已留言',
      text: '工程师上门时未遇到客户，已留下留言卡。',
      next: '请联系客户，另行约定时间。',
    },
  },
  customer_unreached: {
    staff: {
      title: '电话未联系上客户，已直接上门',
      text: '工程师出发前未能打通客户电话，为按约定时间到达，已直接前往客户地址。',
      next: '请继续联系客户，并留意上门结果。',
    },
  },
  site_feedback: {
    staff: {
      title: '上门情况反馈',
      text: '工程师已离开客户现场，情况见下。',
      next: '请核对结果，未完成的请安排后续工作。',
    },
  },
  damage_explained: {
    customer: {
      title: '故障原因说明',
      text: '您好！经检查，本次故障由使用或外部原因造成，不属于保修范围。',
      next: '如需维修，我们会先向您报价，征得您的同意后再进行。如有异议，请致电我们的服务热线。',
    },
  },
  usage_caution: {
    customer: {
      title: '使用注意事项',
      text: '您好！本次故障与使用方式有关，我们已为您处理。为避免再次损坏，请按说明书使用和保养。',
      next: '如对使用方法有疑问，请致电我们的服务热线。',
    },
  },
  preserve_scene: {
    customer: {
      title: '请保护现场',
      text: '您好！为查明原因，请保持现场和设备的现状，不要自行拆卸、移动或清理。请首先确保人身安全。',
      next: '我们的人员会尽快与您联系。',
    },
  },
  maker_help_explained: {
    customer: {
      title: '已请厂家协助',
      text: '您好！为解决您的问题，我们已请生产厂家提供技术支持。',
      next: '有结果后我们会立即与您联系。',
    },
  },
  goodwill_granted: {
    customer: { title: '为您免费维修', text: '您好！本次维修虽不在免费范围内，我们决定为您免费处理。' },
    staff: {
      title: '同意优惠维修',
      text: '本次维修由公司承担费用，属于优惠处理，不构成先例。',
      next: '请向客户说明使用注意事项。',
    },
  },
  quote: {
    customer: {
      title: '维修报价',
      text: '您好！本次维修需要收费，费用如下。',
      next: '请回复是否同意。未经您同意，我们不会开始收费的工作。',
    },
    staff: { title: '已向客户报价', text: '已向客户发出报价。', next: '收到客户确认前不得开始收费的工作。' },
  },
  quote_reminder: {
    customer: {
      title: '维修报价待您确认',
      text: '您好！我们发给您的维修报价尚未收到您的答复。',
      next: '请回复是否同意，或致电我们的服务热线。',
    },
    staff: { title: '报价未获答复', text: '客户尚未答复报价。', next: '请联系客户。' },
  },
  part_needed: {
    customer: {
      title: '需要更换配件',
      text: '您好！您的设备还需要更换配件，我们正在准备。',
      next: '配件到后我们会立即与您联系。',
    },
  },
  parts_waiting: {
    customer: { title: '正在等待配件', text: '您好！您的设备正在等待配件。', next: '配件到后我们会立即与您联系。' },
    staff: {
      title: '等待配件',
      text: '该服务单在等待配件，等待有上限，上限时间见下。',
      next: '请催问配件；赶不上的，请准备库存机拆件、代用机或返厂。',
    },
  },
  parts_late: {
    staff: {
      title: '配件赶不上预计日期',
      text: '该服务单等待的配件没有按预计日期到货，或预计日期已晚于等件上限。',
      next: '请催问供应方并更新预计日期；赶不上的，请准备库存机拆件、代用机或返厂。',
    },
  },
  parts_arrived: {
    customer: { title: '配件已到', text: '您好！您的设备所需的配件已到。', next: '我们会尽快与您约定维修时间。' },
    staff: { title: '配件已到', text: '该服务单等待的配件已到。', next: '请安排继续维修。' },
  },
  parts_cap_reached: {
    staff: {
      title: '等件已达上限',
      text: '该服务单等待配件已达上限，配件仍未到。维修时限继续计时，不能再次等件。',
      next: '请立即选择下列可选措施之一。',
    },
  },
  help_needed: {
    staff: {
      title: '请给予技术协助',
      text: '工程师遇到无法自行解决的问题，请求技术协助。',
      next: '请联系工程师，并在服务单中记录答复。',
    },
  },
  order_part: {
    staff: { title: '请订购配件', text: '该服务单需要订购配件。', next: '请订购，并在服务单中填写预计到货时间。' },
  },
  stock_unit_used: {
    staff: {
      title: '从库存机拆取配件',
      text: '为保证客户使用，已从库存机拆取配件，该机暂时不能销售。',
      next: '请停止销售该机，并订购配件补回。',
    },
  },
  loaner_approval_needed: {
    staff: { title: '代用机待审批', text: '有一项代用机申请等待您审批。', next: '请打开服务单，批准或拒绝。' },
  },
  loaner_issued: {
    customer: {
      title: '代用机已发放',
      text: '您好！在您的设备修好之前，我们为您提供代用机。',
      next: '请妥善使用，设备修好后归还代用机；有押金的，归还后退还。',
    },
    staff: { title: '代用机已发放', text: '已向客户发放代用机。', next: '设备修好后请收回代用机。' },
  },
  loaner_overdue: {
    customer: {
      title: '请归还代用机',
      text: '您好！您的设备已修好，代用机尚未归还。',
      next: '请尽快归还，或致电我们的服务热线约定时间。',
    },
    staff: { title: '代用机逾期未还', text: '客户尚未归还代用机。', next: '请联系客户收回。' },
  },
  approval_needed: {
    staff: { title: '待您审批', text: '有一项申请等待您审批。', next: '请打开服务单，批准或拒绝，并写明理由。' },
  },
  no_result_promised: {
    customer: {
      title: '关于返修结果',
      text: '您好！您的设备已收到。该设备已超过质保期，我们会尽力维修，但不能承诺修复结果。',
      next: '检测后如需收费，我们会先向您报价。',
    },
  },
  take_back_explained: {
    customer: {
      title: '设备需带回维修',
      text: '您好！您的设备在现场无法修复，需要带回维修。',
      next: '请保存好维修单，取机时凭单领取。',
    },
  },
  prepare_new_unit: {
    staff: {
      title: '客户不同意带回设备',
      text: '客户不同意将设备带回维修。',
      next: '请准备新机，并与客户约定更换时间。',
    },
  },
  promised_date: {
    customer: { title: '预计完成时间', text: '您好！我们预计在下列时间完成维修。' },
    staff: {
      title: '已承诺完成时间',
      text: '已向客户承诺完成时间。',
      next: '请按时完成；不能按时的，请立即上报并告知客户。',
    },
  },
  delay_explained: {
    customer: {
      title: '维修将延期',
      text: '您好！非常抱歉，您的设备不能按原定时间修好。',
      next: '我们会尽快告知您新的时间。如有不便，请致电我们的服务热线。',
    },
    staff: { title: '不能按原定时间修好', text: '已知不能按承诺的时间修好。', next: '请向客户说明，并商定新的时间。' },
  },
  promised_overdue: {
    staff: {
      title: '承诺时间已过',
      text: '向客户承诺的时间已过，尚未完成。',
      next: '请立即联系客户说明，并商定新的时间。',
    },
  },
  ready_for_collection: {
    customer: {
      title: '设备已修好，请取回',
      text: '您好！您的设备已修好，可以取回。',
      next: '请凭维修单取机；借有代用机的，请一并带来。',
    },
    staff: { title: '设备待客户取回', text: '设备已修好，已通知客户取回。' },
  },
  shipped_back: {
    customer: {
      title: '设备已寄回',
      text: '您好！您的设备已修好并寄回。',
      next: '收到后请当面检查。如有问题，请立即致电我们的服务热线。',
    },
    staff: { title: '设备已寄回客户', text: '设备已寄回客户。', next: '请按时回访。' },
  },
  repair_finished: {
    customer: {
      title: '维修已完成',
      text: '您好！您的设备已修好。',
      next: '我们会回访了解使用情况。如有问题，请致电我们的服务热线。',
    },
    staff: { title: '维修已完成', text: '故障已排除。', next: '请完成试机、签字，并按时回访。' },
  },
  result_reported: {
    staff: { title: '维修结果反馈', text: '维修结果已反馈，情况见下。', next: '请告知客户，并按时回访。' },
  },
  callback_due: {
    staff: { title: '请回访客户', text: '回访时间已到。', next: '请联系客户，并在服务单中记录结果。' },
  },
  callback_missed: {
    staff: {
      title: '回访未完成',
      text: '多次未能联系上客户，或回访已超时。',
      next: '请决定继续回访，或写明理由结束。',
    },
  },
  case_closed: {
    customer: {
      title: '服务单已结束',
      text: '您好！您的服务单已结束，感谢您的支持。',
      next: '如问题再次出现，请致电我们的服务热线。',
    },
    staff: { title: '服务单已关闭', text: '该服务单已关闭。' },
  },
  case_cancelled: {
    customer: { title: '服务单已取消', text: '您好！您的服务单已取消。', next: '如非您的本意，请致电我们的服务热线。' },
    staff: { title: '服务单已取消', text: '该服务单已取消，未到期的时限不再计算。' },
  },
  ...complaintMailsZh,
  ...moneyMailsZh,
  ...priceMailsZh,
  ...returnMailsZh,
  ...jobMailsZh,
  ...dutyMailsZh,
  ...careMailsZh,
  ...auditMailsZh,
  milestone_warning: {
    staff: {
      title: '时限预警',
      text: '下列时限即将到期，尚未完成。',
      next: '请在到期前完成；做不到的，请立即报告主管。',
    },
  },
  milestone_reminder: {
    staff: { title: '时间提醒', text: '下列事项的时间已到。', next: '请按要求办理。' },
  },
  escalation_raised: {
    staff: {
      title: '升级：请处理',
      text: '该服务单有一项问题升级到您。',
      next: '请打开服务单确认收到，并处理、改派或写明理由延期。逾时未确认将继续升级。',
    },
  },
  escalation_climbed: {
    staff: {
      title: '升级：下级未确认',
      text: '该问题在下一级无人确认，现升级到您。',
      next: '请打开服务单确认收到并处理。逾时未确认将继续升级。',
    },
  },
  escalation_repeated: {
    staff: {
      title: '再次提醒：升级未确认',
      text: '该问题已升级到最高一级，仍无人确认。',
      next: '请立即打开服务单确认收到并处理。确认之前将继续提醒。',
    },
  },
  escalation_settled: {
    staff: { title: '升级已解除', text: '该升级的原因已消除，无须再处理。' },
  },
  alert_leadership: {
    staff: {
      title: '重大情况报告',
      text: '该服务单发生了需要立即报告领导的情况。',
      next: '请打开服务单确认收到，并作出指示。',
    },
  },
  excuse_requested: {
    staff: {
      title: '超时免责待审批',
      text: '有人申请对一项超时免责。批准后超时仍然可见。',
      next: '请核实理由，批准或拒绝。申请人本人不得批准。',
    },
  },
  mail_refused: {
    staff: {
      title: '邮件无法送达',
      text: '一封邮件未能送达收件人，原因见下。',
      next: '请用电话告知收件人，更正邮箱地址后可在服务单中重新发送。',
    },
  },
  supervisor_digest: {
    staff: { title: '待处理事项汇总', text: '下列事项等待您处理。', next: '请逐项打开，确认收到并处理。' },
  },
  supervisor_reminder: {
    staff: { title: '待处理事项提醒', text: '下列事项尚未处理。', next: '请逐项打开，确认收到并处理。' },
  },
  deputy_forward: {
    staff: {
      title: '代理事项',
      text: '您所代理的主管未处理下列事项，现转给您。',
      next: '请逐项打开，确认收到并处理。',
    },
  },
};
