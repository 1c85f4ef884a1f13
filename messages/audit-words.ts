/** What an auditor's findings say, in both languages. `{name}` stands for a figure of the finding. Chinese first. */
import { forms } from '../domain/documents/forms';
import type { WordsOf } from './bilingual';

/** What papers are called, by form. */
export const FORM_TITLES: WordsOf = Object.fromEntries(Object.entries(forms).map(([form, { title }]) => [form, title]));

/** By kind of finding. */
export const FINDINGS = {
  kept: { zh: '「{promise}」按时完成', en: '{promise} was kept in time' },
  kept_late: { zh: '「{promise}」超时 {overMs} 后完成', en: '{promise} was done late by {overMs}' },
  broken: { zh: '「{promise}」超时未完成，已超 {overMs}', en: '{promise} was not done, late by {overMs}' },
  extended: { zh: '「{promise}」由 {by} 延长 {ms}', en: '{promise} was extended by {by} for {ms}' },
  excused: {
    zh: '「{promise}」的超时由 {askedBy} 申请、{approvedBy} 批准免责；超时仍计',
    en: 'The breach of {promise} was excused: asked by {askedBy}, approved by {approvedBy}; it still counts',
  },
  excuse_open: {
    zh: '「{promise}」的免责申请（{askedBy}）尚未批准',
    en: 'An excuse of {promise}, asked by {askedBy}, is not approved',
  },
  breach_withdrawn: {
    zh: '「{promise}」的超时已撤回：动作在时限内收到',
    en: 'The breach of {promise} was withdrawn: what keeps it was received in time',
  },
  corrected: {
    zh: '「{promise}」的完成时间由 {by} 更正',
    en: 'The instant at which {promise} was kept was corrected by {by}',
  },
  pause_too_late: {
    zh: '「{promise}」的暂停（{reason}）在超时之后，不计',
    en: 'A pause of {promise} ({reason}) began after its time had passed and does not count',
  },
  callback_missed: {
    zh: '回访「{promise}」未按时进行，已超 {overMs}',
    en: 'The callback {promise} was missed, late by {overMs}',
  },
  parts_over_cap: {
    zh: '等件累计 {waitedMs}，超过上限 {capMs}',
    en: 'Waits for parts of {waitedMs} together, over the cap of {capMs}',
  },
  parts_cap_reached: { zh: '等件累计达到上限 {capMs}', en: 'Waits for parts reached the cap of {capMs}' },

  escalation_raised: { zh: '提出升级「{escalation}」', en: 'The escalation {escalation} was raised' },
  escalation_delivered: {
    zh: '升级「{escalation}」第 {level} 级已送达 {person}',
    en: 'Level {level} of {escalation} reached {person}',
  },
  escalation_undelivered: {
    zh: '升级「{escalation}」第 {level} 级未送达 {person}',
    en: 'Level {level} of {escalation} did not reach {person}',
  },
  escalation_acknowledged: {
    zh: '升级「{escalation}」由 {by} 在 {afterMs} 后确认',
    en: '{escalation} was acknowledged by {by} after {afterMs}',
  },
  escalation_climbed: {
    zh: '升级「{escalation}」无人确认，到第 {level} 级',
    en: '{escalation} stayed unanswered and went to level {level}',
  },
  escalation_unanswered: {
    zh: '升级「{escalation}」直到案件结束无人确认',
    en: 'Nobody answered {escalation} before the case ended',
  },
  nobody_on_duty: {
    zh: '升级「{escalation}」第 {level} 级无人值守',
    en: 'Nobody was on duty for level {level} of {escalation}',
  },
  mail_failed: { zh: '邮件「{template}」未能送达 {to}：{reason}', en: 'The mail {template} to {to} failed: {reason}' },
  mail_pending: { zh: '邮件「{template}」尚未送达 {to}', en: 'The mail {template} to {to} is still on its way' },

  late_entry: { zh: '{actor} 的「{action}」事后 {ms} 才录入', en: '{actor} entered {action} {ms} after the fact' },
  late_acceptance: {
    zh: '「{action}」收到 {ms} 后才受理，期间系统中断',
    en: '{action} was accepted {ms} after its receipt, the system being down meanwhile',
  },
  late_acceptance_unproved: {
    zh: '「{action}」收到 {ms} 后才受理，流程历史未显示中断',
    en: '{action} was accepted {ms} after its receipt, and the history shows no gap',
  },

  system_gap: { zh: '系统中断 {ms}（{what}）', en: 'The system stood still for {ms} ({what})' },
  code_version: { zh: '自此由程序版本 {build} 决定', en: 'From here on the build {build} decided' },
  step_unrecorded: { zh: '一个步骤未能写入数据库：{why}', en: 'A step could not be recorded: {why}' },
  opening_failed: { zh: '立案步骤出错，案件没有计时', en: 'The opening failed: the case has no clocks' },

  late_paper: {
    zh: '案件结束后由 {by} 索取「{form}」：{document}，SHA-256 {sha256}',
    en: '{by} asked for a paper after the case had ended, {form}: {document}, SHA-256 {sha256}',
  },
  late_paper_not_made: {
    zh: '案件结束后由 {by} 索取的「{form}」没有生成：{reason}',
    en: 'The paper that {by} asked for after the case had ended, {form}, was not made: {reason}',
  },

  run_missing: { zh: '缺少一段历史：{missing}', en: 'A run is missing: {missing}' },
  case_mixed: { zh: '历史中混有别的案件：{found}', en: 'The history holds another case: {found}' },
  events_out_of_order: {
    zh: '事件编号不连续：第 {position} 个事件编号为 {event}',
    en: 'Event numbers are not in order: number {event} stands in place {position}',
  },
  time_runs_back: { zh: '事件时间倒退 {byMs}', en: 'Event times run back by {byMs}' },
  event_dangling: {
    zh: '事件 {type} 所指的事件不存在或已用过',
    en: 'The event {type} points at one that is not there, or was used before',
  },
  reset: { zh: '案件被重置', en: 'The case was reset' },
  terminated: { zh: '案件被人工终止（{identity}）', en: 'The case was terminated by hand ({identity})' },
  cancelled_by_hand: { zh: '案件流程被人工取消（{identity}）', en: 'The workflow was cancelled by hand ({identity})' },
  case_failed: { zh: '案件流程失败', en: 'The workflow failed' },
  options_changed: {
    zh: '流程选项被人工改动（{identity}）',
    en: 'Options of the workflow were changed by hand ({identity})',
  },
  time_skipped: { zh: '流程时钟被拨动', en: 'The workflow’s clock was moved' },
  paused_by_hand: { zh: '流程被人工暂停或恢复', en: 'The workflow was held up, or let go on, by hand' },
  properties_changed: { zh: '流程或活动被外部改动', en: 'The workflow or an activity was changed from outside' },
  ended_early: {
    zh: '一段历史结束后另有一段，却不是接续',
    en: 'A run ended without continuing, and yet another one follows',
  },
  input_changed: { zh: '接续的历史与立案时的输入不同', en: 'A continued run was given another input than the first' },
  timer_unexpected: { zh: '计时器不对应任何时限：{promise}', en: 'A timer stands for no promise: {promise}' },
  timer_differs: {
    zh: '「{promise}」的计时器为 {ms}，应为 {expectedMs}',
    en: 'The timer of {promise} runs {ms}, it should run {expectedMs}',
  },
  timer_missing: {
    zh: '「{promise}」没有计时器，应到 {until}',
    en: '{promise} has no timer; it should fire at {until}',
  },
  timer_early: { zh: '计时器提前触发：{waitedMs}，应为 {ms}', en: 'A timer fired after {waitedMs} instead of {ms}' },
  step_without_cause: { zh: '步骤 {step}（{name}）没有来由', en: 'Step {step} ({name}) has no cause' },
  step_missing: { zh: '步骤 {step}（{name}）没有记录', en: 'Step {step} ({name}) was not recorded' },
  step_twice: { zh: '步骤 {step} 有两个不同的记录', en: 'Step {step} was recorded twice, differently' },
  cause_differs: {
    zh: '步骤 {step} 的「{what}」与动作不符：记录 {claimed}，实为 {derived}',
    en: 'Step {step} says another {what} than its cause: {claimed}, it was {derived}',
  },
  claim_differs: {
    zh: '步骤 {step} 记录的 {what}「{key}」为 {claimed}，应为 {derived}',
    en: 'Step {step} recorded {claimed} for {what} {key}, it should be {derived}',
  },
  decision_differs: {
    zh: '步骤 {step}：制度对「{question}」的判定应为 {derived}，记录 {claimed}',
    en: 'Step {step}: by the policy the {question} decision is {derived}, recorded {claimed}',
  },
  notice_not_owed: {
    zh: '步骤 {step} 记有一封无人应得的通知「{template}」，发给 {to}',
    en: 'Step {step} has a mail that nothing owes: {template} to {to}',
  },
  notice_missing: {
    zh: '步骤 {step} 应通知 {to}（{template}）而未记',
    en: 'Step {step} owes {to} the mail {template} and does not say so',
  },
  notice_not_sent: {
    zh: '步骤 {step} 应通知 {to}（{template}），从未发送',
    en: 'The mail {template} of step {step} to {to} was never sent',
  },
  notice_differs: {
    zh: '邮件「{template}」（{to}）与步骤 {step} 的记录不符',
    en: 'The mail {template} to {to} is not the one that step {step} recorded',
  },
  signal_unknown: {
    zh: '案件收到不该有的信号「{name}」（{identity}）',
    en: 'The case was sent a signal that no case knows: {name} by {identity}',
  },
  text_unknown: {
    zh: '步骤 {step} 记录了无人提交的文本（SHA-256 {sha256}）',
    en: 'Step {step} records a text that nobody handed in (SHA-256 {sha256})',
  },
  not_followed: {
    zh: '审计无法跟随本案，其数字不可信：{why}',
    en: 'The auditor could not follow the case, and its figures are not to be trusted: {why}',
  },
  outcome_differs: {
    zh: '动作的回答「{what}」为 {claimed}，应为 {derived}',
    en: 'The answer to an action says {what} {claimed}, it should be {derived}',
  },
  payload_out_of_bounds: {
    zh: '「{action}」的内容超出现行规定的范围（{fields}）：只有旧版本才会受理',
    en: '{action} says what is refused today ({fields}): only an older version can have taken it',
  },
  action_unknown: { zh: '未知的动作：{action}', en: 'An unknown action: {action}' },
  action_not_allowed: {
    zh: '{actor}（{role}）不得进行「{action}」：{why}',
    en: '{actor} ({role}) may not {action}: {why}',
  },
  actor_differs: {
    zh: '动作「{action}」所记的人 {actor} 与请求的人不同',
    en: 'The actor {actor} of {action} is not who asked for it',
  },
  self_approval: { zh: '{actor} 批准了自己的申请（{what}）', en: '{actor} approved what they had asked for ({what})' },
  double_approval: { zh: '{actor} 以两个职务批准（{what}）', en: '{actor} approved in two roles ({what})' },
  approval_out_of_order: {
    zh: '{actor} 以「{what}」审批，而应由「{expected}」审批',
    en: '{actor} decided as {what}, it was for {expected} to decide',
  },
  second_person_missing: {
    zh: '「{action}」须由另一人进行，却由 {actor} 进行（{what}）',
    en: '{actor} did {action}, which is for a second person ({what})',
  },
  amount_not_allowed: {
    zh: '「{action}」的数额 {what} 不符，应为 {expected}',
    en: '{action} says {what}, where {expected} is right or the most',
  },
  concerned_acts: {
    zh: '投诉涉及 {actor}，其却进行了「{action}」',
    en: '{actor} did {action} in a complaint about themselves',
  },
  foreign_job: {
    zh: '工程师 {actor} 在他人的案件上操作（{action}）',
    en: 'The engineer {actor} acted on another engineer’s case ({action})',
  },
  received_in_future: { zh: '「{action}」的接收时间晚于系统时间', en: '{action} claims a receipt in the future' },
  received_before_case: { zh: '「{action}」的接收时间早于立案', en: '{action} claims a receipt before the case began' },
  backdated: {
    zh: '「{action}」倒填 {ms}，使「{promise}」看似按时',
    en: '{action} was dated back by {ms}, which makes {promise} look kept',
  },
  policy_unknown: {
    zh: '没有制度 {policy} {version} 的文本',
    en: 'The text of policy {policy} {version} is not there',
  },
  calendar_unknown: {
    zh: '没有日历 {calendar} {version}，无法比对',
    en: 'The calendar {calendar} {version} is not there to compare with',
  },
  policy_altered: {
    zh: '制度 {policy} {version} 的文本与其哈希不符',
    en: 'The text of policy {policy} {version} does not match its hash',
  },
  figures_altered: {
    zh: '案件所带的制度数值与公布的不同：{path}',
    en: 'The case carries another figure than the policy published: {path}',
  },
  calendar_altered: {
    zh: '案件所带的日历与公布的不同：{path}',
    en: 'The case carries another calendar than the published one: {path}',
  },
  case_missing: {
    zh: '归档中只有案件结束后索取的单据，没有案件本身的历史',
    en: 'The archive has papers that were asked for after the end of the case, and no history of the case itself',
  },
  late_paper_too_early: {
    zh: '「案件结束后索取的单据」早于案件结束',
    en: 'A paper is said to be of an ended case, and the case had not ended',
  },
  late_paper_differs: {
    zh: '单据流程的历史自相矛盾：{field}',
    en: 'The history of a paper contradicts itself: {field}',
  },
  build_unknown: { zh: '未知的程序版本 {build}', en: 'The build {build} is not known to have run' },
} as const satisfies WordsOf;

/** Why an action could not be taken. */
export const WHYS: WordsOf = {
  role: { zh: '该角色无此权限', en: 'the role may not' },
  status: { zh: '案件当时的状态不允许', en: 'not in the status that the case had' },
  duty: { zh: '在本案的制度和区域内没有此职务', en: 'without the duty for this policy and region' },
  owner: { zh: '不是责任人', en: 'it is for its owner' },
  unpaid: { zh: '客户已接受的赔付尚未付给客户', en: 'compensation that the customer accepted is not paid' },
  given_up: {
    zh: '客户已接受的赔付被冲销，只有主管可以结束',
    en: 'what the customer accepted was taken back: only a supervisor ends it',
  },
  order: { zh: '须先复核冲销', en: 'what takes money back is confirmed first' },
  compensation_paid: { zh: '投诉已结案，须先重新打开', en: 'the complaint was closed: it is opened again first' },
  refund_paid: { zh: '退货已结案，须先重新打开', en: 'the return was closed: it is opened again first' },
  not_called: { zh: '未被通知，也不担任升级路线上的职务', en: 'neither called nor on the ladder' },
  no_such_escalation: { zh: '没有这个未结的升级', en: 'no such escalation was open' },
  no_such_promise: { zh: '没有这个时限', en: 'there is no such promise' },
  broken_already: { zh: '时限当时已过', en: 'the promise was broken already' },
  not_broken: { zh: '时限当时未过', en: 'the promise was not broken' },
  not_kept_yet: { zh: '时限当时尚未完成', en: 'the promise was not kept yet' },
  extended_too_often: { zh: '超过允许的延长次数', en: 'extended more often than the policy allows' },
  extended_too_far: { zh: '延长超过上限，或不为正', en: 'extended past the limit, or by nothing' },
  excused_already: { zh: '已免责或已申请', en: 'it was excused or asked for already' },
  nothing_asked: { zh: '无人申请免责', en: 'nobody asked for an excuse' },
  corrected_too_far: { zh: '更正的时间不在允许范围内', en: 'corrected to a time that it cannot have been' },
};

/** What of a step differs, by the first word of its code. */
export const PARTS: WordsOf = {
  kept: { zh: '所存的案件内容', en: 'what it keeps of the case' },
  event: { zh: '事件', en: 'the event' },
  clock: { zh: '时限', en: 'the promise' },
  escalation: { zh: '升级', en: 'the escalation' },
  done: { zh: '节点时间', en: 'the moment of the mark' },
  facts: { zh: '案件事实', en: 'the fact' },
  ledger: { zh: '账目第', en: 'the entry' },
  carried: { zh: '接续时带入的内容', en: 'what was carried over' },
  callOut: { zh: '呼叫的人', en: 'the call for' },
};

/** Where nothing is recorded, or nothing was derived. */
export const NOTHING: WordsOf = { none: { zh: '无', en: 'nothing' } };
