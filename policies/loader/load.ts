/**
 * Reads policy files. A file is used only when nothing is wrong with it; everything that is wrong comes at once, each
 * with line, column, path, what is wrong and what is allowed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { checkPolicy } from '../../domain/policy/check';
import type { KnownNames } from '../../domain/policy/names';
import type { Policy } from '../../domain/policy/schema';
import { policyHash } from './hash';
import { positionOf } from './positions';
import { checkTheRest, readShape, type Found } from './shape';
import { shippedFolder } from './shipped';
import { nearest } from './suggest';

/** A policy ready to be published or compiled. */
export interface LoadedPolicy {
  policy: Policy;
  /** SHA-256 of the content; see `policyHash`. */
  hash: string;
  /** The file's content as plain JSON, before defaults: what is published and hashed. */
  source: unknown;
  file: string;
}

/** One thing that is wrong with a file. */
export interface FileProblem {
  file: string;
  line: number;
  column: number;
  /** Where in the policy, such as `milestones[2].targets[0].elapsed`; empty for the whole file. */
  path: string;
  problem: string;
  /** The nearest allowed name. */
  suggestion?: string;
  allowed?: readonly string[];
}

/** What reading a file came to. */
export type LoadResult = { ok: true; loaded: LoadedPolicy } | { ok: false; problems: FileProblem[] };

/** Thrown where a policy must be usable: its message holds every problem, one a line. */
export class BadPolicy extends Error {
  constructor(readonly problems: readonly FileProblem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'BadPolicy';
  }
}

/** A problem as one line: `file:line:column path: what is wrong (did you mean …? allowed: …)`. */
export function describeProblem({ file, line, column, path, problem, suggestion, allowed }: FileProblem): string {
  const few = allowed && allowed.length > 0 && allowed.length <= 24 ? `allowed: ${allowed.join(', ')}` : '';
  const hints = [suggestion && `did you mean ${suggestion}?`, few].filter(Boolean).join(' ');
  return `${file}:${line}:${column}${path && ` ${path}`}: ${problem}${hints && ` (${hints})`}`;
}

/** Parses and checks the text of a policy file; `file` names it in problems. */
export function parsePolicy(text: string, file: string, known: KnownNames): LoadResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { file, line, column: col, path: '', problem: message.split('\n')[0] ?? message };
    });
    return { ok: false, problems };
  }
  const source: unknown = document.toJS();
  const { policy, wrong } = readShape(source);
  const issues = policy ? checkPolicy(policy, known) : [...wrong, ...checkTheRest(source, wrong, known)];
  if (!policy || issues.length > 0) {
    return { ok: false, problems: inOrder(issues.map((issue) => placed(issue, file, document, lines))) };
  }
  return { ok: true, loaded: { policy, hash: policyHash(source), source, file } };
}

/** Checks a published policy's content again: a newer version of the software may know better. */
export function readPublished(source: unknown, name: string, known: KnownNames): LoadResult {
  const { policy, wrong } = readShape(source);
  const issues = policy ? checkPolicy(policy, known) : [...wrong, ...checkTheRest(source, wrong, known)];
  if (policy && issues.length === 0)
    return { ok: true, loaded: { policy, hash: policyHash(source), source, file: name } };
  const problems = issues.map(({ path, problem }) => ({
    file: name,
    line: 1,
    column: 1,
    path: pathText(path),
    problem,
  }));
  return { ok: false, problems };
}

/** Reads and checks one file. A file that cannot be read is a problem like any other. */
export function readPolicy(file: string, known: KnownNames): LoadResult {
  try {
    return parsePolicy(readFileSync(file, 'utf8'), file, known);
  } catch (error) {
    const problem = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { ok: false, problems: [{ file, line: 1, column: 1, path: '', problem }] };
  }
}

/** Reads one file, or throws `BadPolicy` with everything that is wrong with it. */
export function loadPolicy(file: string, known: KnownNames): LoadedPolicy {
  const result = readPolicy(file, known);
  if (!result.ok) throw new BadPolicy(result.problems);
  return result.loaded;
}

/** The policy files of a folder, in the order of their names; `not-enacted.yaml` is a list of its own. */
export function policyFiles(folder: string = shippedFolder('policies')): string[] {
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.yaml') && !name.endsWith('.examples.yaml') && name !== 'not-enacted.yaml',
  );
  return names.sort().map((name) => join(folder, name));
}

function placed(issue: Found, file: string, document: Document, lines: LineCounter): FileProblem {
  const suggestion = issue.unknown !== undefined && issue.allowed ? nearest(issue.unknown, issue.allowed) : undefined;
  return {
    file: shortened(file),
    ...positionOf(document, lines, issue.path, issue.atKey),
    path: pathText(issue.path),
    problem: issue.problem,
    ...(suggestion !== undefined && { suggestion }),
    ...(issue.allowed && { allowed: issue.allowed }),
  };
}

/** A file below the current folder is named from there, as editors and terminals expect. */
function shortened(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('');
}

/** In the order of the file, each once: several rows may share what is wrong with their milestone. */
function inOrder(problems: FileProblem[]): FileProblem[] {
  const once = new Map(problems.map((found) => [describeProblem(found), found]));
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
