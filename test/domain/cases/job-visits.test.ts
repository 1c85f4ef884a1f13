/** Other work orders under the rules of home visits: the clocks and conduct of a repair's visit, whatever the work. */
import { auditCase } from '../../../audit/audit-case';
import { readRun } from '../../../audit/history';
import type { JobWork } from '../../../domain/cases/job/works';
import type { RepairState } from '../../../domain/cases/repair/state';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { RecordedSimulator } from '../../audit/simulated';
import { caseUnder, repairUnder } from '../../policy/shipped';
import { jobSetup, JobSimulator } from './job-simulator';
import { days, hours, minutes, people, reason, repairSetup, shanghai } from './simulator';

const { dispatcher, engineer, agent, supervisor } = people;
const nanjing = caseUnder('auto-equipment-nanjing', 'job', { visit: true });
const security = caseUnder('security-install-3y', 'job', { visit: true });
const iso = (at: number): string => new Date(at).toISOString();

/** A job that an engineer has, of that kind of work. */
function assigned(work: JobWork, policy = nanjing): JobSimulator {
  const sim = new JobSimulator(policy, { facts: { work, source: 'salesperson' } });
  return sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
}

/** A visit agreed for five hours from now. */
function agreed(work: JobWork): { sim: JobSimulator; at: number } {
  const sim = assigned(work);
  const at = sim.now + 5 * hours;
  return { sim: sim.act(dispatcher, 'schedule', { at: iso(at) }), at };
}

/** Arrived, done and left; signed unless the sheet says otherwise. */
function visited(
  work: JobWork,
  { done = true, tested = true, signOff = { signed: true }, policy = nanjing } = {},
): JobSimulator {
  const sim = assigned(work, policy).act(engineer, 'arrive', { checklist: ['identity'] });
  sim.act(engineer, 'brief', { topics: ['use'] }).act(engineer, 'finish', { done, tested, text: reason });
  if (done) sim.act(engineer, 'signOff', signOff);
  return sim.act(engineer, 'endVisit', { briefed: true });
}

test('the overlay is pinned with the job, and with repairs and jobs only', () => {
  expect(nanjing.pins.map(({ id }) => id)).toEqual(['auto-equipment-nanjing', 'iot-home-visit']);
  const complaint = caseUnder('auto-equipment-nanjing', 'complaint', { visit: true });
  expect(complaint.pins.map(({ id }) => id)).toEqual(['auto-equipment-nanjing']);
});

describe('C-IOT-2.3-a C-IOT-3.3-1b C-IOT-3.3-1c: the appointed time of any work is kept, and lateness has its tiers', () => {
  test.each([
    ['site_preparation', 0, 'on_time', 'met'],
    ['installation', 1, 'late_under_tier', 'breached'],
    ['demonstration', 15 * minutes - 1, 'late_under_tier', 'breached'],
    ['training', 15 * minutes, 'late_over_tier', 'breached'],
    ['maintenance', -10 * minutes - 1, 'early', 'met'],
    ['inspection', -5 * minutes, 'on_time', 'met'],
  ] as const)('%s, %d ms: %s', (work, lateness, tier, status) => {
    const { sim, at } = agreed(work);
    sim.until(at + lateness - 1).sleep(1);
    sim.act(engineer, 'arrive', { apology: lateness > 0 ? 'accepted' : 'not_needed' });
    expect(sim.state.visit).toMatchObject({ latenessMs: lateness, tier });
    expect(sim.clock('appointment').status).toBe(status);
  });

  test('the engineer is reminded ten minutes before; a refused apology goes to the centre', () => {
    const { sim, at } = agreed('installation');
    sim.until(at - 10 * minutes);
    expect(sim.told).toContain('milestone_warning → engineer');
    sim.until(at + 20 * minutes).act(engineer, 'arrive', { apology: 'refused' });
    expect(sim.escalation('alert:apology_refused').people).toEqual(['service_manager']);
  });
});

describe('C-IOT-1.2-1a C-IOT-1.2-1b C-IOT-2.3-b: moved with consent, a delay told before the time', () => {
  test('moved: the same promise at the new time, and the customer is told', () => {
    const { sim, at } = agreed('maintenance');
    sim.act(dispatcher, 'reschedule', { at: iso(at + 2 * hours), consent: true, reason });
    expect(sim.clock('appointment')).toMatchObject({ status: 'running', dueAt: at + 2 * hours });
    expect(sim.told).toContain('visit_rescheduled → customer');
  });

  test('no consent: the job goes back to the dispatcher', () => {
    const { sim } = agreed('training');
    sim.act(dispatcher, 'reschedule', { consent: false, reason });
    expect(sim.state.parties.engineerId).toBeUndefined();
    expect(sim.told).toContain('reassign_visit → dispatcher');
  });

  test('a delay is told to the customer', () => {
    const { sim, at } = agreed('demonstration');
    sim.act(engineer, 'depart').act(engineer, 'reportDelay', { expectedAt: iso(at + hours), customerTold: true });
    expect(sim.told).toContain('engineer_delayed → customer');
  });
});

describe('C-IOT-3.2-b C-IOT-3.2-c C-IOT-3.3-3: a closed door', () => {
  test('the phone after five minutes, all steps before a no-show, the centre told', () => {
    const { sim, at } = agreed('inspection');
    sim.until(at).act(engineer, 'arrive', { customerPresent: false });
    expect(sim.clock('phone_from_door')).toMatchObject({ dueAt: at + 5 * minutes });
    const steps = { neighboursAsked: true, cardLeft: true, centreTold: true };
    expect(sim.refusal(engineer, 'reportNoShow', steps)).toBe('requirement_missing');
    sim.pass(5 * minutes).act(engineer, 'phoneFromDoor', { answered: false });
    sim.act(engineer, 'reportNoShow', steps);
    expect(sim.told).toContain('customer_not_met → role:service_manager');
  });

  test('entry refused goes to the centre', () => {
    const { sim } = agreed('installation');
    sim.act(engineer, 'depart').act(engineer, 'entryRefused', { reason });
    expect(sim.escalation('alert:entry_refused').people).toEqual(['service_manager']);
  });
});

describe('C-IOT-1.1-a C-IOT-1.3-a C-IOT-2.1 C-IOT-3.3-0: conduct is on the checklists of any work', () => {
  test('what was not done is a finding; a loaner and a date of installation belong to repairs', () => {
    const sim = assigned('installation');
    sim.act(dispatcher, 'schedule', { at: iso(sim.now + hours), checklist: [] });
    sim.act(engineer, 'depart', { checklist: ['badge'] }).act(engineer, 'arrive', { checklist: [] });
    const { missing } = sim;
    expect(missing).toEqual(expect.arrayContaining(['schedule: details_confirmed', 'schedule: wishKnown']));
    expect(missing).toEqual(expect.arrayContaining(['depart: kit', 'depart: spare_parts', 'arrive: identity']));
    expect(missing).not.toContain('depart: badge');
    expect(missing.filter((one) => /loaner_along|installDate|faultKnown|customerKnown/.test(one))).toEqual([]);
  });
});

describe('C-IOT-6.2-a C-IOT-6.2-b: sheet and result are back the same day', () => {
  test('due when the day ends, also after the job is closed', () => {
    const sim = visited('maintenance', { tested: true });
    expect(sim.state.status).toBe('closed');
    const endOfDay = shanghai('2026-03-03T00:00') - 1;
    expect(sim.clock('sheet')).toMatchObject({ status: 'running', dueAt: endOfDay });
    expect(sim.clock('result')).toMatchObject({ status: 'running', dueAt: endOfDay });
    sim.act(engineer, 'fileSheet', {}).act(engineer, 'reportResult');
    expect([sim.clock('sheet').status, sim.clock('result').status]).toEqual(['met', 'met']);
  });

  test('late is told upwards', () => {
    const sim = visited('training', { tested: false }).until(shanghai('2026-03-03T00:01'));
    expect(sim.clock('sheet').breachedAt).toBeDefined();
    expect(sim.escalation('breach:result').people).toEqual(['service_manager']);
  });
});

describe('C-IOT-6.1-a C-IOT-6.1-b C-IOT-4.3-8b: callbacks after the visit', () => {
  test('after an installation in three hours, until the customer is satisfied', () => {
    const sim = visited('installation');
    expect(sim.state.status).toBe('callback_due');
    expect(sim.clock('callback_installation')).toMatchObject({ status: 'running', dueAt: sim.now + 3 * hours });
    const call = { callback: 'installation', reached: true };
    sim.act(supervisor, 'callBack', { ...call, satisfied: false });
    expect(sim.state.status).toBe('assessed');
    sim.act(engineer, 'arrive').act(engineer, 'brief', { topics: ['use'] });
    sim.act(engineer, 'finish', { done: true, tested: true }).act(engineer, 'signOff', { signed: true });
    sim.act(engineer, 'endVisit').act(supervisor, 'callBack', { ...call, satisfied: true });
    expect(sim.state.status).toBe('closed');
  });

  test('work that could not be finished in three hours, untested maintenance in two, untested training not at all', () => {
    const unfinished = visited('demonstration', { done: false, tested: false });
    expect(unfinished.clock('callback_unresolved')).toMatchObject({ dueAt: unfinished.now + 3 * hours });
    // One call for one visit: an installation is called back as done only where it is done.
    const install = visited('installation', { done: false, tested: false });
    expect(Object.keys(install.state.clocks).filter((key) => key.startsWith('callback_'))).toEqual([
      'callback_unresolved',
    ]);
    const untested = visited('maintenance', { tested: false });
    expect(untested.clock('callback_untested')).toMatchObject({ dueAt: untested.now + 2 * hours });
    expect(Object.keys(visited('training', { tested: false }).state.clocks)).not.toContain('callback_untested');
  });

  test('C-IOT-5.1-b: no signature, or a bad rating, is followed until the customer is satisfied', () => {
    for (const signOff of [
      { signed: false, unsignedReason: reason },
      { signed: true, quality: 2, attitude: 5 },
    ]) {
      const sim = visited('training', { signOff });
      expect(sim.state.status).toBe('callback_due');
      sim.act(agent, 'callBack', { callback: 'satisfaction', reached: true, satisfied: true });
      expect(sim.state.status).toBe('closed');
    }
  });
});

describe('C-M1-7-a: a customer who complains during service is reported upward at once, whatever the work', () => {
  const plain = caseUnder('auto-equipment-nanjing', 'job');
  const on = 'signed_off_discontent';
  const alerted = { ...plain, alerts: [{ on, ladder: 'supervisor', clauses: ['C-M1-7-a'] }] };
  const noticed = { ...plain, notices: [{ on, to: ['dispatcher'], template: 'site_feedback', clauses: ['C-M1-7-a'] }] };
  const signOff = { signed: true, quality: 2, attitude: 5 };

  test('by an alert or a notice, where no promise begins with it', () => {
    expect(plain.milestones.some(({ from }) => from.includes(on))).toBe(false);
    expect(visited('training', { signOff, policy: alerted }).escalation(`alert:${on}`)).toMatchObject({
      cause: 'alert',
    });
    expect(visited('training', { signOff, policy: noticed }).told).toContain('site_feedback → dispatcher');
    expect(visited('training', { policy: alerted }).state.done).not.toHaveProperty(on);
  });

  test('a job of the second edition says it only where a promise begins with it', () => {
    const older = visited('training', { signOff, policy: { ...alerted, edition: 2 } });
    expect(older.state.escalations).toEqual({});
    const promised = visited('training', { signOff, policy: { ...nanjing, edition: 2 } });
    expect(promised.state.done).toHaveProperty(on);
  });

  test.each([2, 3])('the auditor knows of edition %d what it says', (edition) => {
    const sim = new RecordedSimulator(
      jobSetup({ ...alerted, edition }, { facts: { work: 'training', source: 'salesperson' } }),
    );
    sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
    sim.act(engineer, 'arrive', { checklist: ['identity'] }).act(engineer, 'brief', { topics: ['use'] });
    sim.act(engineer, 'finish', { done: true, tested: true }).act(engineer, 'signOff', signOff);
    const { findings } = auditCase([readRun(sim.history())]);
    expect(findings.filter(({ severity }) => severity === 'alarm')).toEqual([]);
    expect(findings.some(({ kind }) => kind === 'escalation_raised')).toBe(edition === 3);
  });
});

describe('E-m4.2: whoever gives a repair to an engineer has passed the need on', () => {
  const plain = repairUnder('auto-equipment-nanjing', { visit: true });
  const mark = 'project_lead_notified';
  const noticed = {
    ...plain,
    notices: [...plain.notices, { on: mark, to: ['dispatcher'], template: 'case_handed_over', clauses: ['E-m4.2'] }],
  };
  const given = (policy: CasePolicy): RecordedSimulator<RepairState> => {
    const sim = new RecordedSimulator(repairSetup(policy));
    return sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
  };

  test('where anything in the policy is about that, be it a notice alone', () => {
    expect(given(noticed).told).toContain('case_handed_over → dispatcher');
    expect(given(plain).state.done).not.toHaveProperty(mark);
    expect(given({ ...noticed, edition: 2 }).state.done).not.toHaveProperty(mark);
  });

  test.each([2, 3])('the auditor knows of edition %d what it says', (edition) => {
    const { findings } = auditCase([readRun(given({ ...noticed, edition }).history())]);
    expect(findings.filter(({ severity }) => severity === 'alarm')).toEqual([]);
  });
});

test('C-IOT-3.3-5: the customer lets wait: the promise to be there waits too, until a new time is agreed', () => {
  const { sim, at } = agreed('maintenance');
  sim.until(at).act(engineer, 'arrive', { customerPresent: false });
  expect(sim.clock('onsite').status).toBe('paused');
  sim.act(dispatcher, 'reschedule', { at: iso(at + days), consent: true, reason });
  expect(sim.clock('onsite').status).toBe('running');
});

test('C-IOT-1.3-d: the phone unanswered and time short, the engineer goes; the centre is told', () => {
  const { sim } = agreed('maintenance');
  sim.act(engineer, 'depart', { unreached: true });
  expect(sim.told).toContain('customer_unreached → role:service_manager');
  const { sim: reached } = agreed('maintenance');
  expect(reached.act(engineer, 'depart').told).not.toContain('customer_unreached → role:service_manager');
});

test('C-IOT-4.3-4c C-IOT-4.3-7: incidents of any work are the centre’s', () => {
  const sim = assigned('installation', security).act(engineer, 'arrive');
  sim.act(engineer, 'reportIncident', { incident: 'engineer_or_tools_held', text: reason });
  sim.act(engineer, 'reportIncident', { incident: 'compensation_request', text: reason });
  expect(sim.escalation('alert:incident_reported').people).toEqual(['supervisor']);
  expect(sim.escalation('alert:compensation_requested').people).toEqual(['supervisor']);
});

test('where the service policy speaks of jobs itself, the overlay is silent', () => {
  const told = security.notices.filter(({ on, to }) => on === 'appointed' && to.includes('customer'));
  expect(told).toHaveLength(1);
  expect(told[0]!.clauses).toEqual([]);
});
