import { createInterface } from 'node:readline';
import { BadGiven } from '../../domain/decision/decide';
import { questions, type Question } from '../../domain/decision/program';
import { errorTable, type Problem } from '../../domain/errors';
import { askable, type Asked } from '../../policies/loader/ask';
import { knownNames } from '../../policies/loader/known';
import { BadPolicy, loadPolicy, policyFiles } from '../../policies/loader/load';

/** The shipped policies by id, each loaded when it is first asked. A broken one is refused where it is asked. */
export class Policies {
  private readonly ready = new Map<string, Asked>();
  private readonly files = new Map(
    policyFiles().map((file) => [file.replace(/^.*[/\\]/, '').replace(/\.yaml$/, ''), file]),
  );

  get ids(): string[] {
    return [...this.files.keys()];
  }

  /** The policy of that id, or of `id@version`; undefined where there is none. Throws `BadPolicy` where its file is wrong. */
  asked(name: string): Asked | undefined {
    const [id = '', version] = name.split('@', 2);
    const file = this.files.get(id);
    if (file === undefined) return undefined;
    const asked = this.ready.get(id) ?? askable(loadPolicy(file, knownNames()).policy);
    this.ready.set(id, asked);
    return version === undefined || version === asked.program.policy.version ? asked : undefined;
  }

  /** What may be asked for where that name is not known: the version that ships, or else every policy. */
  likely(name: string): string[] {
    const [id = ''] = name.split('@', 1);
    const version = this.asked(id)?.program.policy.version;
    return version === undefined ? this.ids : [id, `${id}@${version}`];
  }
}

/**
 * Answers questions, one JSON object a line: `{"id","policy","question","given"}` comes back as
 * `{"id","answer","reasons",…}`. A line that cannot be answered comes back as `{"id","error"}` with the problem, and
 * the rest go on. What has no id to be known by comes back with the number of its `line`, from 1.
 */
export async function decideLines(input: NodeJS.ReadableStream, write: (line: string) => void): Promise<void> {
  const policies = new Policies();
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    // Editors of some systems begin a file with a byte order mark.
    const text = (number === 1 ? line.replace(/^\uFEFF/, '') : line).trim();
    if (text === '') continue;
    const answered = answerLine(text, policies);
    const { id, ...rest } = answered;
    write(`${JSON.stringify(id === null ? { id, line: number, ...rest } : answered)}\n`);
  }
}

interface AnsweredLine {
  id: unknown;
  [field: string]: unknown;
}

function answerLine(line: string, policies: Policies): AnsweredLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return problem(null, 'malformed', [{ detail: { zh: '这一行不是 JSON 对象', en: 'The line is no JSON object' } }]);
  }
  const asked = parsed as Record<string, unknown>;
  const id = asked.id ?? null;
  const problems: Problem[] = [];
  const wrong = (field: string, zh: string, en: string, allowed?: unknown): void =>
    void problems.push({ field, detail: { zh, en }, ...(allowed !== undefined && { allowed }) });
  if (!(questions as readonly unknown[]).includes(asked.question)) {
    const { question } = asked;
    if (question === undefined) wrong('question', '缺少问题', 'is missing', questions);
    else wrong('question', '没有这种问题', `there is no question ${nameOf(question)}`, questions);
  }
  if (typeof asked.given !== 'object' || asked.given === null || Array.isArray(asked.given)) {
    wrong('given', '必须是由事实组成的对象', 'must be an object of facts');
  }
  try {
    const name = nameOf(asked.policy);
    const policy = policies.asked(name);
    if (asked.policy === undefined) wrong('policy', '缺少政策', 'is missing', policies.ids);
    else if (!policy) wrong('policy', '没有这个政策', `there is no policy ${name}`, policies.likely(name));
    if (!policy || problems.length > 0) return problem(id, 'invalid_request', problems);
    const decision = policy.ask(asked.question as Question, asked.given as Record<string, unknown>);
    const { answer, reasons, used, assumed, missing } = decision;
    return { id, answer, reasons, facts: { used, assumed, missing } };
  } catch (error) {
    if (error instanceof BadGiven) return problem(id, 'invalid_request', error.asProblems);
    if (error instanceof BadPolicy) {
      return problem(id, 'unavailable', [
        {
          field: 'policy',
          detail: { zh: `政策文件有误：${error.message}`, en: `The policy is broken: ${error.message}` },
        },
      ]);
    }
    // One question that cannot be reckoned must not take the answers of all that follow with it.
    const said = error instanceof Error ? error.message : String(error);
    return problem(id, 'internal', [
      { detail: { zh: `这个问题无法计算：${said}`, en: `The question could not be reckoned: ${said}` } },
    ]);
  }
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A problem in the words of the one error table. */
function problem(id: unknown, code: keyof typeof errorTable, errors: Problem[]): AnsweredLine {
  const { status, title } = errorTable[code];
  return { id, error: { code, status, title, errors } };
}
