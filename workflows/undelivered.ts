/** A mail that is refused for good, or has no address, never fails the case: it is recorded and told. */
import { climbOne } from '../domain/cases/calling';
import type { NoticeRow } from '../domain/cases/record';
import type { CaseState } from '../domain/cases/state';
import type { Running } from './running';

/** Takes the step that notes it; the operator is told where no mail could tell anybody. */
export function undelivered<S extends CaseState>(run: Running<S>, notice: NoticeRow, reason: string): void {
  run.take({ type: 'system', name: 'delivery' }, Date.now(), (work) => {
    work.event('not_delivered', { notice: notice.key, template: notice.template, reason });
    const { escalations } = run.state;
    const [ladder] = Object.keys(run.policy.ladders);
    const aboutMail =
      notice.template === 'mail_refused' ||
      Object.values(escalations).some((e) => e.cause === 'mail' && notice.params.escalation === e.key);
    if (aboutMail || ladder === undefined)
      return run.alarm(`undelivered/${notice.key}`, 'undelivered', { template: notice.template, reason });
    if (reason === 'nobody' && notice.to === 'customer') return;
    const escalation = escalations[String(notice.params.escalation)];
    if (escalation?.status === 'open') climbOne(work, escalation);
    work.notify('mail_refused', 'dispatcher', { template: notice.template, reason });
    if (reason === 'nobody') return;
    work.escalate({
      key: `mail:${notice.template}`,
      cause: 'mail',
      subject: notice.template,
      ladder,
      clauses: notice.clauses,
    });
  });
}
