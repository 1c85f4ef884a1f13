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

  /** The policy of that id; undefined where there is none. Throws `BadPolicy` where its file is wrong. */
  asked(id: string): Asked | undefined {
    const file = this.files.get(id);
    if (file === undefined) return undefined;
    const asked = this.ready.get(id) ?? askable(loadPolicy(file, knownNames()).policy);
    this.ready.set(id, asked);
    return asked;
  }
}

/**
 * Answers questions, one JSON object a line: `{"id","policy","question","given"}` comes back as
 * `{"id","answer","reasons",…}`. A line that cannot be answered comes back as `{"id","error"}` with the problem, and
 * the rest go on.
 */
export async function decideLines(input: NodeJS.ReadableStream, write: (line: string) => void): Promise<void> {
  const policies = new Policies();
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() !== '') write(`${JSON.stringify(answerLine(line, policies))}\n`);
  }
}

function answerLine(line: string, policies: Policies): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return problem(null, 'malformed', [{ detail: { zh: '这一行不是 JSON', en: 'The line is no JSON object' } }]);
  }
  const asked = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
  const id = asked.id ?? null;
  const problems: Problem[] = [];
  const wrong = (field: string, zh: string, en: string, allowed?: unknown): void =>
    void problems.push({ field, detail: { zh, en }, ...(allowed !== undefined && { allowed }) });
  if (!(questions as readonly unknown[]).includes(asked.question)) {
    wrong('question', '没有这种问题', `there is no question ${String(asked.question)}`, questions);
  }
  if (typeof asked.given !== 'object' || asked.given === null || Array.isArray(asked.given)) {
    wrong('given', '必须是由事实组成的对象', 'must be an object of facts');
  }
  try {
    const policy = policies.asked(String(asked.policy));
    if (!policy) wrong('policy', '没有这个政策', `there is no policy ${String(asked.policy)}`, policies.ids);
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
    throw error;
  }
}

/** A problem in the words of the one error table. */
function problem(id: unknown, code: keyof typeof errorTable, errors: Problem[]): unknown {
  const { status, title } = errorTable[code];
  return { id, error: { code, status, title, errors } };
}
