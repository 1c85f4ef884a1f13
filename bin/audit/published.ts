/** What the auditor holds of published policies: policy files of a folder, each hashed anew, and the calendars. */
import type { Published } from '../../audit/pinned';
import type { CasePolicy } from '../../domain/policy/case-policy';
import { compileCasePolicy } from '../../domain/policy/compile';
import type { Policy } from '../../domain/policy/schema';
import { policyHash } from '../../policies/loader/hash';
import { calendarSnapshots } from '../../policies/loader/calendars';
import { knownNames } from '../../policies/loader/known';
import { policyFiles, readPolicy, type LoadedPolicy } from '../../policies/loader/load';

function readable(folder: string | undefined): LoadedPolicy[] {
  const known = knownNames();
  return policyFiles(folder).flatMap((file) => {
    const result = readPolicy(file, known);
    return result.ok ? [result.loaded] : [];
  });
}

/** The policies of a folder that can be read, for their titles. */
export function readablePolicies(folder?: string): Policy[] {
  return readable(folder).map(({ policy }) => policy);
}

/** Reads every policy file that can be read; one that is damaged counts as missing. */
export function publishedPolicies(folder?: string): Published {
  const loaded = readable(folder);
  const named = (id: string, version: string): LoadedPolicy | undefined =>
    loaded.find(({ policy }) => policy.id === id && policy.version === version);
  const hashes = new Map(loaded.map((one) => [one, policyHash(one.source)]));
  const known = new Map<string, CasePolicy>();
  const snapshots = new Map<string, ReturnType<typeof calendarSnapshots>>();
  const calendars = (zone: string, year: number): ReturnType<typeof calendarSnapshots> => {
    const key = `${zone} ${year}`;
    if (!snapshots.has(key)) snapshots.set(key, calendarSnapshots(zone, year, year + 1));
    return snapshots.get(key)!;
  };
  return {
    hashOf: ({ id, version }) => {
      const found = named(id, version);
      return found && hashes.get(found);
    },
    compiled: (pins, kind, year) => {
      const key = [kind, year, ...pins.map((pin) => `${pin.layer} ${pin.id} ${pin.version}`)].join('\n');
      const before = known.get(key);
      if (before) return before;
      const layer = (name: string): LoadedPolicy | undefined => {
        const pin = pins.find((p) => p.layer === name);
        return pin && named(pin.id, pin.version);
      };
      const [service, visit, supplier] = [layer('service'), layer('visit'), layer('supplier')];
      if (!service) return undefined;
      const compiled = compileCasePolicy({
        service: service.policy,
        visit: visit?.policy,
        supplier: supplier?.policy,
        hashes: { service: service.hash, visit: visit?.hash, supplier: supplier?.hash },
        kind,
        calendars: calendars(service.policy.timeZone, year),
      });
      known.set(key, compiled);
      return compiled;
    },
  };
}
