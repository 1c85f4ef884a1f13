/**
 * Questions answered a second by `policy decide`, against parsing the same questions and printing them back:
 * `npm run bench:decide -- --questions 10000`. The questions are the examples beside the policies, over and over; rounds
 * are interleaved, and the ratio of a round is what to compare.
 */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { decideLines } from '../bin/commands/policy-decide';
import { readExamples } from '../policies/loader/examples';
import { knownNames } from '../policies/loader/known';
import { loadPolicy, policyFiles } from '../policies/loader/load';
import { median } from './statistics';

const rounds = 5;

type Answer = (input: NodeJS.ReadableStream, write: (line: string) => void) => Promise<void>;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { questions: { type: 'string', default: '10000' } } });
  const asked = questions(Number(values.questions));
  await seconds(parsedAndPrinted, asked);
  const cold = await seconds(decideLines, asked);
  const measured: { floor: number; decide: number }[] = [];
  for (let round = 0; round < rounds; round++)
    measured.push({ floor: await seconds(parsedAndPrinted, asked), decide: await seconds(decideLines, asked) });
  const middle = (pick: (m: { floor: number; decide: number }) => number): number => median(measured.map(pick));
  console.log(`questions                  ${asked.length}, ${rounds} rounds`);
  console.log(`parsed and printed only    ${middle((m) => m.floor).toFixed(2)} s`);
  console.log(
    `decided                    ${middle((m) => m.decide).toFixed(2)} s, the first time ${cold.toFixed(2)} s`,
  );
  console.log(`ratio                      ${middle((m) => m.decide / m.floor).toFixed(1)}`);
  console.log(`for reference              ten thousand in about ten seconds on two cores`);
}

/** Lines as the command reads them; each time a policy is loaded anew counts as well. */
function questions(count: number): string[] {
  const known = knownNames();
  const examples = policyFiles().flatMap((file) => {
    const { id } = loadPolicy(file, known).policy;
    return readExamples(file).examples.map(({ question, given }) => ({ policy: id, question, given }));
  });
  return Array.from({ length: count }, (_, id) => JSON.stringify({ id, ...examples[id % examples.length] }));
}

const parsedAndPrinted: Answer = async (input, write) => {
  for await (const line of createInterface({ input, crlfDelay: Infinity }))
    write(`${JSON.stringify(JSON.parse(line))}\n`);
};

async function seconds(answer: Answer, lines: readonly string[]): Promise<number> {
  const begin = process.hrtime.bigint();
  let bytes = 0;
  await answer(Readable.from(lines.map((line) => `${line}\n`)), (line) => void (bytes += line.length));
  if (bytes === 0) throw new Error('nothing was answered');
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

void main();
