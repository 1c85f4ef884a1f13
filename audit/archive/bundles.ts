/**
 * The workflow bundles that ran archived cases, kept beside them by hash, so that each history replays with the code that
 * made it. A history names its bundle as the build that took its decisions, and the chain vouches for the history.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256, type ArchiveProblem } from './manifest';

const prefix = 'sanbao-';
const ending = '.js.gz';

/** The build id under which workers run this code. */
export function buildIdOf(code: string): string {
  return `${prefix}${sha256(code)}`;
}

export class BundleStore {
  private readonly folder: string;

  constructor(archive: string) {
    this.folder = join(archive, 'bundles');
  }

  /** Keeps a bundle, once. Several workers may do so at the same time. */
  keep(code: string): void {
    const file = this.fileOf(buildIdOf(code));
    if (!existsSync(file)) this.write(file, gzipSync(code));
  }

  /** The names of the files that are kept, whatever is in them. */
  names(): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder).filter((name) => name.endsWith(ending)) : [];
  }

  /** A kept file as it lies there; undefined where it is not what its name says. */
  packed(name: string): Buffer | undefined {
    const bytes = readFileSync(join(this.folder, name));
    return isBundle(name, bytes) ? bytes : undefined;
  }

  /** Keeps a file of another copy of this archive. Answers false, and keeps nothing, where it is not what its name says. */
  adopt(name: string, packed: Buffer): boolean {
    const whole = isBundle(name, packed);
    if (whole) this.write(join(this.folder, name), packed);
    return whole;
  }

  private write(file: string, packed: Buffer): void {
    mkdirSync(this.folder, { recursive: true });
    const aside = `${file}.${randomUUID()}.part`;
    writeFileSync(aside, packed);
    renameSync(aside, file);
  }

  /** The code of a build; undefined where it was not kept, or is not what it was. */
  code(buildId: string): string | undefined {
    const file = this.fileOf(buildId);
    if (!buildId.startsWith(prefix) || !existsSync(file)) return undefined;
    const code = unpacked(file);
    return code !== undefined && buildIdOf(code) === buildId ? code : undefined;
  }

  /** The builds whose code is kept and is what it was; undefined for an archive that keeps none, such as a snapshot. */
  builds(): readonly string[] | undefined {
    const names = this.names();
    if (names.length === 0) return undefined;
    return names
      .map((name) => `${prefix}${name.slice(0, -ending.length)}`)
      .filter((build) => this.code(build) !== undefined);
  }

  /** Every bundle against the hash in its name. */
  verify(): ArchiveProblem[] {
    return this.names().flatMap((name): ArchiveProblem[] => {
      const code = unpacked(join(this.folder, name));
      const found = code === undefined ? 'nothing that can be unpacked' : sha256(code);
      return found === name.slice(0, -ending.length)
        ? []
        : [{ kind: 'bundle_changed', file: `bundles/${name}`, detail: `found ${found}` }];
    });
  }

  private fileOf(buildId: string): string {
    // What stands in a history may not lead out of the folder.
    return join(this.folder, `${buildId.slice(prefix.length).replace(/[^0-9a-f]/g, '_')}${ending}`);
  }
}

/** Whether these bytes are the bundle whose hash is in the name, and the name leads nowhere. */
function isBundle(name: string, packed: Buffer): boolean {
  const code = unpacked(packed);
  return code !== undefined && name === `${sha256(code)}${ending}`;
}

/** Of bytes, or of the file of this name. */
function unpacked(packed: Buffer | string): string | undefined {
  try {
    return gunzipSync(typeof packed === 'string' ? readFileSync(packed) : packed).toString('utf8');
  } catch {
    return undefined;
  }
}
