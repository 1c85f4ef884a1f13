import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of shipped files of that name, beside the package's manifest: the same one whether this code runs from
 * its sources or compiled. Throws an Error where there is no manifest above.
 */
export function shippedFolder(name: 'policies' | 'calendars'): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, name);
    if (folder === dirname(folder)) throw new Error(`No folder ${name} beside a package.json above ${__dirname}`);
  }
}
