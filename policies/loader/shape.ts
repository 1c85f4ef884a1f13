/** The shape of a policy file, checked with zod, and its findings in the words of the semantic check. */
import type { z } from 'zod';
import { checkPolicy } from '../../domain/policy/check';
import type { PolicyIssue } from '../../domain/policy/issue';
import type { KnownNames } from '../../domain/policy/names';
import { policySchema, type Policy } from '../../domain/policy/schema';
import { keysAt } from './json-schema';

/** Something wrong with a file; `atKey` where the key itself is what is wrong. */
export interface Found extends PolicyIssue {
  atKey?: boolean;
}

/** The policy, or everything that is wrong with its shape. */
export function readShape(source: unknown): { policy?: Policy; wrong: Found[] } {
  const shape = policySchema.safeParse(source, { reportInput: true });
  if (shape.success) return { policy: shape.data, wrong: [] };
  return { wrong: shape.error.issues.flatMap((issue) => shapeProblems(issue)) };
}

/**
 * The semantic check of a file whose shape is wrong in places: unknown keys and broken entries are left out, and names
 * that may stand in what was left out are not reported as missing. So all errors come at once.
 */
export function checkTheRest(source: unknown, wrong: readonly Found[], known: KnownNames): PolicyIssue[] {
  const rest = structuredClone(source);
  const leftOut = new Set<string>();
  for (const { path, atKey } of wrong) {
    if (!atKey && path[0] !== undefined) leftOut.add(String(path[0]));
    drop(rest, atKey ? path : path.slice(0, 2));
  }
  if (!isContainer(rest)) return [];
  const kept: Record<string, number[]> = {};
  for (const [section, entries] of Object.entries(rest)) {
    if (!Array.isArray(entries)) continue;
    kept[section] = [...entries.keys()].filter((index) => entries[index] !== undefined);
    rest[section] = entries.filter((entry) => entry !== undefined);
  }
  const parsed = policySchema.safeParse(rest);
  if (!parsed.success) return [];
  const missingOnly = ({ path, section, problem }: PolicyIssue): boolean =>
    (section !== undefined && leftOut.has(section)) ||
    (path.length === 0 && [...leftOut].some((name) => problem.includes(name)));
  return checkPolicy(parsed.data, known)
    .filter((issue) => !missingOnly(issue))
    .map((issue) => ({ ...issue, path: originalPath(issue.path, kept) }));
}

/** A path with its index as it is in the file, entries that were left out included. */
function originalPath(path: PolicyIssue['path'], kept: Readonly<Record<string, number[]>>): PolicyIssue['path'] {
  const [section = '', index, ...more] = path;
  const original = typeof index === 'number' ? kept[section]?.[index] : undefined;
  return original === undefined ? path : [section, original, ...more];
}

/** What the shape check found, in the words of the semantic check. */
function shapeProblems(issue: z.core.$ZodIssue, base: readonly (string | number)[] = []): Found[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = keysAt(path);
      return issue.keys.map((key) => ({
        path: [...path, key],
        problem: `there is no key ${key} here`,
        allowed,
        unknown: key,
        atKey: true,
      }));
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const written = typeof issue.input === 'string' ? issue.input : undefined;
      return [
        {
          path,
          problem: 'is not one of the values allowed here',
          allowed,
          ...(written !== undefined && { unknown: written }),
        },
      ];
    }
    case 'invalid_union': {
      // The alternative that fails deepest is the one that was meant.
      const meant = issue.errors
        .map((errors) => errors.flatMap((error) => shapeProblems(error, path)))
        .sort((a, b) => depthOf(b) - depthOf(a));
      const [best] = meant;
      if (best && depthOf(best) > path.length) return best;
      const said = meant.flat().map(({ problem }) => problem);
      return [{ path, problem: [...new Set(said)].join(', or ') || issue.message }];
    }
    case 'invalid_type': {
      const missing = issue.input === undefined;
      return [
        { path, problem: missing ? `is required and missing (${issue.expected})` : `must be: ${issue.expected}` },
      ];
    }
    case 'too_small':
      return [{ path, problem: `must have at least ${issue.minimum}${issue.origin === 'array' ? ' entry' : ''}` }];
    case 'invalid_format':
      return [{ path, problem: `${JSON.stringify(issue.input)} is not ${expected(issue)}` }];
    default:
      return [{ path, problem: issue.message }];
  }
}

/** What the schema says in words where it does, else the pattern. */
function expected({ message, pattern }: z.core.$ZodIssueInvalidStringFormat): string {
  return message.startsWith('Invalid') ? `of the form ${pattern ?? 'asked for'}` : message;
}

function depthOf(issues: readonly PolicyIssue[]): number {
  return Math.max(
    0,
    ...issues.map(({ path, problem }) => path.length + (problem.startsWith('there is no key') ? 0.5 : 0)),
  );
}

/** Takes an entry or key out; entries of lists leave a gap, so that other paths stay right. */
function drop(value: unknown, path: readonly (string | number)[]): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => (isContainer(at) ? at[step] : undefined), value);
  const last = path.at(-1);
  if (!isContainer(parent) || last === undefined) return;
  if (Array.isArray(parent)) parent[Number(last)] = undefined;
  else delete parent[last];
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
