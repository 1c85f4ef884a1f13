/** For commands that a rule may refuse. */
import { Refusal } from '../domain/errors';

/** What is refused is told in both languages and ends with exit code 1; everything else is thrown on. */
export async function tellRefusal(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`${error.problem.detail.zh} / ${error.message}`);
    process.exitCode = 1;
  }
}
