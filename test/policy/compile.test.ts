/** What a case gets when layers and readings come together. */
import { compileCasePolicy } from '../../domain/policy/compile';
import { holds } from '../../domain/policy/rule';
import { canonicalJson, utf8Bytes } from '../../domain/policy/canonical';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../policies/loader/load';
import { caseBytes, mostCaseBytes } from '../../policies/loader/size';
import { shipped } from '../rig/shipped-policies';
import { calendars, repairUnder } from './shipped';

const policies = policyFiles().map((file) => loadPolicy(file, knownNames()));
const services = policies.filter(({ policy }) => policy.layer === 'service');
const visit = shipped('iot-home-visit');

describe('size', () => {
  test.each(services.map((service) => [service.policy.id, service] as const))(
    '%s stays within 80 KB of canonical JSON with two calendar years, alone and under the overlay',
    (_id, service) => {
      expect(caseBytes(service, undefined, calendars)).toBeLessThanOrEqual(mostCaseBytes);
      expect(caseBytes(service, visit, calendars)).toBeLessThanOrEqual(mostCaseBytes);
    },
  );

  test('it is plain JSON: what comes back from a payload is the same', () => {
    const compiled = repairUnder('security-projects-chongqing', { visit: true });
    expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
    expect(utf8Bytes('三包 x')).toBe(Buffer.byteLength('三包 x'));
    expect(canonicalJson({ b: 1, a: [undefined, 'x'] })).toBe('{"a":[null,"x"],"b":1}');
  });
});

describe('pins', () => {
  test('R-PIN: id, version and hash of each layer', () => {
    const service = shipped('electronics-send-in');
    expect(repairUnder('electronics-send-in', { visit: true }).pins).toEqual([
      { layer: 'service', id: 'electronics-send-in', version: '1.0', hash: service.hash },
      { layer: 'visit', id: 'iot-home-visit', version: '1.0', hash: visit.hash },
    ]);
  });

  test('a policy without its hash is refused, and so is one without its calendars', () => {
    const { policy: service, hash } = shipped('electronics-send-in');
    const given = { service, kind: 'repair' as const, calendars };
    expect(() => compileCasePolicy({ ...given, hashes: { service: '' } })).toThrow('no hash');
    expect(() => compileCasePolicy({ ...given, hashes: { service: hash }, calendars: {} })).toThrow('24x7');
  });

  test('an overlay alone is no service policy', () => {
    const input = { service: visit.policy, hashes: { service: visit.hash }, kind: 'repair' as const, calendars };
    expect(() => compileCasePolicy(input)).toThrow('serves no case of kind repair');
  });
});

describe('the visit overlay', () => {
  const alone = repairUnder('security-projects-chongqing');
  const laid = repairUnder('security-projects-chongqing', { visit: true });

  test('changes nothing that the service policy says', () => {
    for (const { pausedBy, ...rule } of alone.milestones) {
      expect(laid.milestones).toContainEqual(expect.objectContaining(rule));
      expect(laid.milestones.find(({ id }) => id === rule.id)?.pausedBy).toEqual(expect.arrayContaining([...pausedBy]));
    }
    for (const section of ['program', 'fees', 'quote', 'loaner', 'parts', 'ladders', 'reopenWindowMs'] as const) {
      expect(laid[section]).toEqual(alone[section]);
    }
  });

  test('adds its own milestones and callbacks', () => {
    const added = laid.milestones.map(({ id }) => id).filter((id) => !alone.milestones.some((rule) => rule.id === id));
    expect(added).toEqual([
      'appointment',
      'phone_from_door',
      'sheet',
      'result',
      'callback_guidance',
      'callback_untested',
      'callback_unresolved',
      'callback_installation',
      'callback_satisfaction',
    ]);
  });

  test('a notice that the service sends to the same people is not sent twice', () => {
    const told = laid.notices.filter(({ on, to }) => on === 'appointed' && to.includes('customer'));
    expect(told.map(({ clauses }) => clauses)).toEqual([['S-5.1-d']]);
  });

  test('its roles are the service policy’s, and its ladder too', () => {
    const roles = shipped('security-projects-chongqing').policy.roles.map(({ id }) => id);
    for (const { role } of [...laid.callbacks, ...Object.values(laid.ladders).flat()]) expect(roles).toContain(role);
  });

  test('no checklist item is asked for twice', () => {
    const items = laid.checklists.filter(({ action }) => action === 'depart').flatMap((list) => list.items);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });
});

describe('readings', () => {
  const { policy, hash } = shipped('security-projects-chongqing');
  const under = (chosen: string) =>
    compileCasePolicy({
      service: {
        ...policy,
        readings: { ...policy.readings, 'R-S-LEVEL': { ...policy.readings['R-S-LEVEL']!, chosen } },
      },
      hashes: { service: hash },
      kind: 'repair',
      calendars,
    });
  const arrival = (chosen: string, facts: Record<string, string>) =>
    under(chosen)
      .milestones.find(({ id }) => id === 'arrival')
      ?.targets.find(({ when }) => holds(when, facts))?.target;

  test('X-01 levelFirst: level 2 has 48 h; strictest: 6 h in town and 7 h outside', () => {
    const town = { level: 'L2', region: 'main_nine_districts' };
    expect(arrival('levelFirst', town)).toEqual({ kind: 'elapsed', ms: 48 * 3_600_000 });
    expect(arrival('strictest', town)).toEqual({ kind: 'elapsed', ms: 6 * 3_600_000 });
    expect(arrival('strictest', { level: 'L3', region: 'outside' })).toEqual({ kind: 'elapsed', ms: 7 * 3_600_000 });
    expect(arrival('strictest', { ...town, level: 'L1' })).toEqual({ kind: 'elapsed', ms: 2 * 3_600_000 });
  });
});

test('only the demonstrations are marked as such, and they cite nothing', () => {
  const demos = services.filter(({ policy }) => policy.demo);
  const ids = services.map(({ policy }) => policy.id);
  expect(demos.map(({ policy }) => policy.id)).toEqual(ids.filter((id) => id.startsWith('demo-')));
  for (const { source } of demos) expect(JSON.stringify(source)).not.toContain('"clause"');
  expect(repairUnder('demo-quick-repair').demo).toBe(true);
});
