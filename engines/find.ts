import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { EngineError, reason } from './errors';
import type { Log } from './log';

/** One way to come by a program. */
export interface Source {
  /** Names the way in the progress and in the last error. */
  name: string;
  /** The program's path, or undefined when this way does not apply here. Throws when it applies and fails. */
  find(): Promise<string | undefined>;
}

/**
 * Takes the first source that has the program.
 * @param choices what the operator can do when none has it.
 * @throws EngineError with what each source said, and the choices.
 */
export async function firstFound(program: string, sources: Source[], choices: string, log: Log): Promise<string> {
  const failures: string[] = [];
  for (const source of sources) {
    try {
      const path = await source.find();
      if (path) return path;
      failures.push(`${source.name}: not there`);
    } catch (error) {
      // An explicit setting that is wrong is the operator's to mend, not to be passed over.
      if (error instanceof EngineError) throw error;
      failures.push(`${source.name}: ${reason(error)}`);
      log(`${program}: ${source.name} failed, trying the next way`);
    }
  }
  throw new EngineError(`No ${program} was found. Tried in this order:\n- ${failures.join('\n- ')}`, choices);
}

/** The first executable file of this name on the PATH of `env`. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Whether this is a file that the present user may run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
