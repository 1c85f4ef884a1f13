/** A complaint without Temporal, under the demonstration policy: windows of seconds, and people who hold its duties. */
import { complaintKind } from '../../../domain/cases/complaint';
import { newComplaint, open } from '../../../domain/cases/complaint/intake';
import type { ComplaintInput } from '../../../domain/cases/complaint/opening';
import type { ComplaintState } from '../../../domain/cases/complaint/state';
import type { Actor, SystemRole } from '../../../domain/cases/record';
import { compileCasePolicy } from '../../../domain/policy/compile';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { formatInstant } from '../../../domain/time/instant';
import { waits } from '../../../workflows/complaint';
import { calendars } from '../../policy/shipped';
import { shipped } from '../../rig/shipped-policies';
import { RecordedSimulator } from '../../audit/simulated';
import { shanghai, text, type Setup } from './case-simulator';

export const seconds = 1000;

function person(id: string, role: SystemRole, ...duties: string[]): Actor {
  return { id, role, duties };
}

export const staff = {
  clerk: person('clerk', 'agent', 'demo_complaint_desk'),
  otherClerk: person('other-clerk', 'agent'),
  dispatcher: person('dispatcher', 'dispatcher'),
  quality: person('quality', 'engineer', 'demo_quality'),
  production: person('production', 'engineer', 'demo_production'),
  logistics: person('logistics', 'warehouse', 'demo_logistics'),
  service: person('service', 'supervisor', 'demo_service'),
  supervisor: person('supervisor', 'supervisor', 'demo_supervisor'),
  manager: person('manager', 'approver', 'demo_manager'),
  director: person('director', 'approver', 'demo_director'),
  both: person('both', 'approver', 'demo_manager', 'demo_director'),
  auditor: person('auditor', 'auditor'),
};

/** A shipped policy as a complaint carries it. */
export function complaintUnder(id: string): CasePolicy {
  const service = shipped(id);
  return compileCasePolicy({
    service: service.policy,
    hashes: { service: service.hash },
    kind: 'complaint',
    calendars,
  });
}

export const demo = complaintUnder('demo-quick-complaint');

export interface ComplaintOpening {
  policy?: CasePolicy;
  at?: string;
  input?: Partial<Omit<ComplaintInput, 'parties' | 'form' | 'facts'>>;
  facts?: ComplaintInput['facts'];
  form?: Partial<ComplaintInput['form']>;
  barred?: readonly string[];
  roster?: (role: string) => string[];
}

/** A complaint as it begins. */
export function complaintSetup({
  policy = demo,
  at = '2026-03-02T09:00',
  input: more,
  facts,
  form,
  barred,
  roster,
}: ComplaintOpening = {}): Setup<ComplaintState> {
  const input: ComplaintInput = {
    caseId: 'C-1',
    policy,
    parties: { customerId: 'customer', dispatcherId: staff.dispatcher.id, ...(barred && { barred }) },
    facts: { complaintSource: 'call', complaintChannel: 'phone', phoneKnown: true, ...facts },
    texts: { complaint: text('标签脱胶') },
    form: { source: 'call', channel: 'phone', recorder: staff.clerk.id, lots: [], ...form },
    danger: [],
    preserveScene: false,
    actor: staff.clerk,
    requestId: 'open',
    receivedAt: formatInstant(shanghai(at)),
    ...more,
  };
  const begin = newComplaint(input);
  return { kind: { table: complaintKind, waits }, input, begin, open: (work) => open(work, input), roster };
}

export class Complaint extends RecordedSimulator<ComplaintState> {
  constructor(opening: ComplaintOpening = {}) {
    super(complaintSetup(opening));
  }

  /** To the point where a solution can be proposed: every category answered, no lot to check. */
  investigated(categories: readonly string[] = ['attitude']): this {
    this.act(staff.clerk, 'acknowledgeReceipt').act(staff.clerk, 'assess', { severity: 'serious', categories });
    for (const category of categories) this.act(staff.supervisor, 'answerTask', { category, answer: text('已查') });
    return this.act(staff.clerk, 'conclude', {
      analysis: text('原因'),
      cause: 'service',
      liability: 'company',
      outcome: 'upheld',
    });
  }

  /** Accepted and carried out: the second contact is owed. */
  carriedOut(): this {
    return this.investigated()
      .act(staff.clerk, 'propose', { solution: text('道歉'), remedy: 'apology' })
      .act(staff.clerk, 'answerDecision', { accepted: true, by: 'phone' })
      .act(staff.clerk, 'carryOut', { text: text('已道歉') });
  }

  marks(name: string): number {
    return this.events.filter(({ type }) => type === name).length;
  }
}
