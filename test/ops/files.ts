/** The files of the repository that operators use, as the tests read them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a file, by its path from the project's folder. */
export function file(path: string): string {
  return readFileSync(join(__dirname, '..', '..', path), 'utf8');
}

/** The names of the variables that a configuration schema reads: its keys, as they stand in its source. */
export function variablesOf(path: string): string[] {
  return [...file(path).matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name!);
}

/** `NAME=value` lines, as Docker Compose reads them. */
export function envFile(path: string): Record<string, string> {
  const lines = file(path)
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1).replace(/^"(.*)"$/, '$1')];
    }),
  );
}

/** Replaces `${NAME:-default}` and `${NAME:?message}` as Docker Compose does. Throws where a required one is empty. */
export function interpolate(text: string, env: Record<string, string>): string {
  return text.replace(/\$\$|\$\{([A-Z_]+):([-?])([^}]*)\}/g, (found, name: string, how: string, rest: string) => {
    if (found === '$$') return '$';
    const value = env[name];
    if (value) return value;
    if (how === '?') throw new Error(`${name} is required: ${rest}`);
    return rest;
  });
}
