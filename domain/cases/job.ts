/**
 * A job: site preparation or check, demonstration, installation, training, planned maintenance, inspection. The visit is
 * a repair's (`visit/`), with its clocks and conduct rules; what is done there stands in `job/`, deadlines and who is told
 * are the policy's. The durable waits are in `workflows/job.ts`.
 */
import { callBack, endingActions } from './ending-actions';
import { handoverActions } from './job/handover-actions';
import * as p from './job/payloads';
import { answerGuard, answerOf, reportTestGuard } from './job/results';
import { jobStatuses, type JobState } from './job/state';
import * as job from './job/work';
import { actionsOf, both, type KindDef } from './kind';
import { mergeActions } from './merging';
import { ownJob } from './ownership';
import type { SystemRole } from './record';
import { respond } from './responding';
import { aroundActions, moneyActions, supervisionActions } from './shared-actions';
import * as shared from './shared-payloads';
import {
  assignmentActions,
  endVisit,
  fileSheet,
  owns,
  planned,
  reportIncident,
  reportResult,
  visitActions,
} from './visit/actions';

const action = actionsOf<JobState>();

const staff: SystemRole[] = ['agent', 'dispatcher', 'engineer', 'supervisor'];

export const jobKind: KindDef = {
  kind: 'job',
  statuses: jobStatuses,
  ended: ['completed', 'cancelled'],
  actions: [
    // The request
    action({
      name: 'respond',
      title: { zh: '响应客户', en: 'Respond' },
      from: 'open',
      roles: staff,
      payload: shared.respond,
      guard: ownJob,
      apply: respond,
    }),
    action({
      name: 'notifyCustomer',
      title: { zh: '提前通知客户', en: 'Tell the customer in advance' },
      from: planned,
      roles: staff,
      payload: p.notifyCustomer,
      guard: ownJob,
      apply: job.notifyCustomer,
    }),
    ...assignmentActions,

    // The visit
    ...visitActions({
      scheduledFrom: ['received', 'contacted', 'assessed', 'callback_due'],
      movedFrom: ['scheduled', 'dispatched', 'on_site'],
      staff,
    }),

    // The work
    action({
      name: 'checkSite',
      title: { zh: '现场检查', en: 'Check the site' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.checkSite,
      guard: both(ownJob, job.checkSiteGuard),
      offered: owns,
      apply: job.checkSite,
    }),
    action({
      name: 'agreePosition',
      title: { zh: '商定安装位置', en: 'Agree the place' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.agreePosition,
      guard: both(ownJob, job.agreePositionGuard),
      offered: owns,
      apply: job.agreePosition,
    }),
    action({
      name: 'brief',
      title: { zh: '维护保养讲解', en: 'Brief on use and upkeep' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.brief,
      guard: both(ownJob, job.briefGuard),
      offered: owns,
      apply: job.brief,
    }),
    ...handoverActions,
    action({
      name: 'reportTest',
      title: { zh: '检测总结', en: 'Sum up the test' },
      from: [...planned, 'on_site'],
      roles: ['engineer'],
      payload: p.reportTest,
      guard: both(ownJob, reportTestGuard),
      offered: (state, actor) => owns(state, actor) && answerOf(state) === 'reportTest',
      apply: job.reportTest,
    }),
    action({
      name: 'answerQuestion',
      title: { zh: '解答客户', en: 'Answer the question' },
      from: [...planned, 'on_site'],
      roles: staff,
      payload: p.answerQuestion,
      guard: both(ownJob, answerGuard('answerQuestion')),
      offered: (state) => answerOf(state) === 'answerQuestion',
      apply: job.answerQuestion,
    }),
    action({
      name: 'finish',
      title: { zh: '完成工作', en: 'Finish the work' },
      from: ['on_site'],
      roles: ['engineer'],
      payload: p.finish,
      guard: both(ownJob, job.finishGuard),
      completes: ({ done }) => done,
      offered: owns,
      apply: job.finish,
    }),
    action({
      name: 'signOff',
      title: { zh: '双方签收', en: 'Sign off' },
      from: ['on_site', 'callback_due'],
      roles: ['engineer'],
      payload: p.signOff,
      guard: both(ownJob, job.signOffGuard),
      offered: owns,
      apply: job.signOff,
    }),
    endVisit<JobState>(job.endVisit),
    fileSheet<JobState>(job.fileSheet),
    reportResult,

    // The end
    callBack<JobState>(job.callBack),
    ...endingActions<JobState>({
      close: { guard: job.closeGuard, apply: job.close },
      cancel: { apply: job.cancel },
      reopen: job.reopen,
    }),
    reportIncident,
    ...supervisionActions,
    ...moneyActions(),
    ...mergeActions<JobState>({ apply: job.cancel }),
    ...aroundActions,
  ],
};
