/** The mails about clocks and escalations, and of a supervisor’s desk. In both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const SUPERVISION_TEMPLATES = {
  milestone_warning: ['staff'],
  milestone_reminder: ['staff'],
  escalation_raised: ['staff'],
  escalation_climbed: ['staff'],
  escalation_repeated: ['staff'],
  escalation_settled: ['staff'],
  alert_leadership: ['staff'],
  excuse_requested: ['staff'],
  mail_refused: ['staff'],
  supervisor_digest: ['staff'],
  supervisor_reminder: ['staff'],
  deputy_forward: ['staff'],
} as const;

type Mails = MailsOf<typeof SUPERVISION_TEMPLATES>;

export const supervisionMailsZh: Mails = {
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

export const supervisionMailsEn: Mails = {
  milestone_warning: {
    staff: {
      title: 'Deadline near',
      text: 'The following deadline is near and not met yet.',
      next: 'Please meet it. If that is impossible, tell the supervisor at once.',
    },
  },
  milestone_reminder: {
    staff: { title: 'Reminder', text: 'The time for the following has come.', next: 'Please do as required.' },
  },
  escalation_raised: {
    staff: {
      title: 'Escalation: please act',
      text: 'A problem of this case was escalated to you.',
      next: 'Please open the case, acknowledge, then act, reassign, or extend with a reason. Unacknowledged it climbs on.',
    },
  },
  escalation_climbed: {
    staff: {
      title: 'Escalation: nobody acknowledged',
      text: 'Nobody acknowledged this problem on the level below; it is now yours.',
      next: 'Please open the case, acknowledge and act. Unacknowledged it climbs on.',
    },
  },
  escalation_repeated: {
    staff: {
      title: 'Escalation still not acknowledged',
      text: 'This problem is at the top of the ladder and nobody has acknowledged it.',
      next: 'Please open the case at once, acknowledge and act. Reminders go on until then.',
    },
  },
  escalation_settled: {
    staff: { title: 'Escalation settled', text: 'The reason of this escalation is gone; nothing is left to do.' },
  },
  alert_leadership: {
    staff: {
      title: 'Report to leadership',
      text: 'Something happened in this case that leadership must know at once.',
      next: 'Please open the case, acknowledge and say what is to be done.',
    },
  },
  excuse_requested: {
    staff: {
      title: 'Excuse of a breach to approve',
      text: 'Somebody asks to excuse a breach. It stays visible in any case.',
      next: 'Please check the reason, then approve or refuse. Nobody approves what they asked for.',
    },
  },
  mail_refused: {
    staff: {
      title: 'A mail could not be delivered',
      text: 'One of our mails did not reach its receiver, for the reason below.',
      next: 'Please call the person; after correcting the address the mail can be sent again from the case.',
    },
  },
  supervisor_digest: {
    staff: {
      title: 'Waiting for you',
      text: 'The following wait for you.',
      next: 'Please open each, acknowledge and act.',
    },
  },
  supervisor_reminder: {
    staff: {
      title: 'Still waiting for you',
      text: 'The following have not been dealt with.',
      next: 'Please open each, acknowledge and act.',
    },
  },
  deputy_forward: {
    staff: {
      title: 'For you as deputy',
      text: 'The supervisor whom you stand in for has not dealt with the following.',
      next: 'Please open each, acknowledge and act.',
    },
  },
};
