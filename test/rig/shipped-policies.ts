/** The policies as they ship, read and checked once a test run: to read them takes longer than most test files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { calendarSet } from '../../policies/loader/calendars';
import type { LoadedPolicy } from '../../policies/loader/load';
import { Policies } from '../../policies/registry';

/** Keeps what was read for the test files of the run. */
export function keepPolicies(file: string): void {
  writeFileSync(file, JSON.stringify(Policies.load().loaded));
  process.env.SANBAO_TEST_POLICIES = file;
}

let known: Policies | undefined;

/** Those of the run; outside a test run those of the files. */
export function shippedPolicies(): Policies {
  return (known ??= kept() ?? Policies.load());
}

function kept(): Policies | undefined {
  const file = process.env.SANBAO_TEST_POLICIES;
  if (file === undefined) return undefined;
  const policies = JSON.parse(readFileSync(file, 'utf8')) as LoadedPolicy[];
  return new Policies({ policies, all: policies, calendars: calendarSet() });
}

/** A policy as it ships. */
export function shipped(id: string): LoadedPolicy {
  return shippedPolicies().loaded.find(({ policy }) => policy.id === id)!;
}
