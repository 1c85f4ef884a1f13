/**
 * The examples beside a policy (`<policy>.examples.yaml`): questions with the answers that its writer expects, and figures
 * that no question asks for. They run in `policy check` and as tests, so that a figure is not changed unnoticed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { questions } from '../../domain/decision/program';
import type { FileProblem } from './load';
import { positionOf } from './positions';
import type { StatedFigures } from './stated-figures';

const clause = z.string();
const exampleSchema = z.strictObject({
  id: z.string(),
  clause: z.union([clause, z.array(clause)]).optional(),
  clauses: z.union([clause, z.array(clause)]).optional(),
  /** Shows a product default or a reading instead of a clause. */
  default: z.literal(true).optional(),
  reading: z.string().optional(),
  question: z.enum(questions),
  given: z.record(z.string(), z.unknown()),
  /** Fields that the answer must have; others may be there too. */
  answer: z.record(z.string(), z.unknown()).optional(),
  /** Fields that must not be in the answer. */
  without: z.array(z.string()).default([]),
  /** Clauses that the reasons must name, and clauses that they must not. */
  because: z.array(clause).default([]),
  notBecause: z.array(clause).default([]),
  /** For a question that is to be refused: the fields that are wrong. */
  refused: z.array(z.string()).optional(),
  note: z.string().optional(),
});

const figuresSchema = z.strictObject({
  id: z.string(),
  clause: z.union([clause, z.array(clause)]).optional(),
  figures: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  note: z.string().optional(),
});

/** A question with the answer that is expected, and where it stands. */
export interface Example extends Omit<z.infer<typeof exampleSchema>, 'clause' | 'clauses' | 'default' | 'reading'> {
  clauses: readonly string[];
  line: number;
}

/** The file of examples beside a policy file. */
export function examplesFile(policyFile: string): string {
  return policyFile.replace(/\.yaml$/, '.examples.yaml');
}

/** What stands beside a policy file. */
export interface Beside {
  examples: Example[];
  figures: StatedFigures[];
  problems: FileProblem[];
}

/** The examples beside a policy file; none where it has no such file. */
export function readExamples(policyFile: string): Beside {
  const file = examplesFile(policyFile);
  if (!existsSync(file)) return { examples: [], figures: [], problems: [] };
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const problems: FileProblem[] = document.errors.map(({ pos, message }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { file, line, column: col, path: '', problem: message.split('\n')[0] ?? message };
  });
  if (problems.length > 0) return { examples: [], figures: [], problems };
  const found = document.toJS() as unknown;
  const entries = Array.isArray(found) ? found : [];
  const examples: Example[] = [];
  const figures: StatedFigures[] = [];
  const ids = new Set<string>();
  entries.forEach((entry: unknown, index) => {
    const { line, column } = positionOf(document, lines, [index]);
    const wrong = (path: string, problem: string): void => void problems.push({ file, line, column, path, problem });
    const isFigures = typeof entry === 'object' && entry !== null && 'figures' in entry;
    const parsed = (isFigures ? figuresSchema : exampleSchema).safeParse(entry);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) wrong(`[${index}].${issue.path.join('.')}`, issue.message);
      return;
    }
    const { id } = parsed.data;
    if (ids.has(id)) wrong(`[${index}].id`, `the id ${id} stands twice`);
    ids.add(id);
    if ('figures' in parsed.data) {
      const { clause: of = [], figures: stated } = parsed.data;
      figures.push({ id, clauses: [of].flat(), figures: stated, line });
    } else {
      const { clause: one, clauses: several, ...example } = parsed.data;
      examples.push({ ...example, clauses: [one ?? several ?? [], example.because].flat(), line });
    }
  });
  return { examples, figures, problems };
}
