/**
 * The archive in a bucket, for several hosts and for the case that a disk is lost. Runs and bundles lie there under the
 * names that they have in the folder; the manifest lies there in parts, `manifest/000000001.jsonl`, each named by its first
 * line. Every object is written once and never again: two exporters that would both continue the chain write the same name,
 * and the second is refused. A part is written when its runs are there and read back, so a crash leaves at most runs that no
 * line notes yet.
 */
import type { Objects } from '../../documents/store/objects';
import { sameJson } from '../same-json';
import {
  BucketError,
  BucketRefused,
  damagedBucket,
  damagedFolder,
  explained,
  noConditions,
  otherBytes,
  packedOtherwise,
  twoChains,
} from './bucket-errors';
import { BundleStore } from './bundles';
import { unpacked, type ArchiveFolder, type ArchiveWriter } from './folder';
import { checkChain, readManifest, rowOf, sha256, type ManifestLine } from './manifest';

/** Lines of one part at most: what is under way when the exporter dies is done again. */
const partLines = 100;
/** Requests at once. */
const width = 16;
/** An object to see by that the server keeps what is there. */
export const probe = 'write-once';

export class ArchiveBucket {
  /** @param address for messages, such as `s3://bucket/prefix` */
  constructor(
    private readonly objects: Objects,
    readonly address: string,
  ) {}

  /**
   * Brings folder and bucket to the same chain: the folder takes over what only the bucket has, then the bucket what only the
   * folder has. Broken off at any point, the next call goes on there.
   * @param beat called after every object, so that a slow bucket is told from a lost export
   * @throws BucketRefused where both have lines and these differ, or one of the two is damaged
   */
  async sync(archive: ArchiveFolder, writer: ArchiveWriter, beat: () => void): Promise<void> {
    await this.told(async () => {
      await this.requireWriteOnce();
      beat();
      const { lines: local, problems } = archive.manifest();
      if (problems.length + checkChain(local).length > 0) throw new BucketRefused(damagedFolder(archive, this.address));
      const remote = await this.linesFrom(local.length, beat);
      const fork = remote.find((line) => line.n <= local.length && local[line.n - 1]!.chain !== line.chain);
      if (fork) throw new BucketRefused(twoChains(archive, this.address, fork.n));
      for (const part of parts(remote.filter((line) => line.n > local.length))) await this.fill(writer, part, beat);
      for (const part of parts(local.slice(remote.at(-1)?.n ?? 0))) {
        for (const [file] of await this.sendRuns(archive, part, beat))
          throw new BucketRefused(packedOtherwise(archive, this.address, file));
        await this.sendPart(part);
      }
      await this.syncBundles(archive, beat);
    });
  }

  /**
   * Adds the next lines with their runs, which lie in the folder already, and answers the lines as the bucket has them. To be
   * called before the folder's manifest notes them, so that the folder never has lines that the bucket lacks. An exporter
   * that died may have left some of these runs, packed by another version: nothing in the bucket is ever replaced, so its
   * bytes are taken, and the lines are those of these bytes.
   * @param beat called after every object
   * @throws BucketRefused where the bucket holds another history under the name of a run
   */
  async keep(
    archive: ArchiveFolder,
    writer: ArchiveWriter,
    lines: readonly ManifestLine[],
    beat: () => void,
  ): Promise<readonly ManifestLine[]> {
    return this.told(async () => {
      const there = await this.sendRuns(archive, lines, beat);
      const kept = there.size === 0 ? lines : writer.restage(lines, there);
      await this.sendPart(kept);
      return kept;
    });
  }

  /** The names of everything that lies there, whoever put it there. */
  async names(): Promise<string[]> {
    return this.told(() => this.objects.list(''));
  }

  /** These objects as they lie there; undefined for one that is gone. Nothing is checked. */
  async *read(names: readonly string[]): AsyncGenerator<{ name: string; bytes: Buffer | undefined }> {
    for (let i = 0; i < names.length; i += width)
      yield* await this.told(() =>
        Promise.all(names.slice(i, i + width).map(async (name) => ({ name, bytes: await this.objects.get(name) }))),
      );
  }

  /** A server that ignores the condition would let one exporter write over another's lines. */
  private async requireWriteOnce(): Promise<void> {
    const content = Buffer.from('Written twice, and kept once.\n');
    if ((await this.objects.putOnce(probe, content)) && (await this.objects.putOnce(probe, content)))
      throw new BucketRefused(noConditions(this.address));
  }

  private async fill(writer: ArchiveWriter, lines: readonly ManifestLine[], beat: () => void): Promise<void> {
    const files = await inParallel(lines, ({ file }) => this.objects.get(file), beat);
    for (const [i, line] of lines.entries())
      try {
        writer.adopt(line, files[i] ?? new Uint8Array());
      } catch (error) {
        throw new BucketRefused(damagedBucket(this.address, (error as Error).message), { cause: error });
      }
  }

  /** Sends the files of these lines. Answers those that lie there in other bytes with the same history, by their names. */
  private async sendRuns(
    archive: ArchiveFolder,
    lines: readonly ManifestLine[],
    beat: () => void,
  ): Promise<Map<string, Buffer>> {
    const there = new Map<string, Buffer>();
    const send = async (line: ManifestLine): Promise<void> => {
      const bytes = intact(archive, line);
      if (!bytes) throw new BucketRefused(damagedFolder(archive, this.address));
      const found = await this.putOnce(line.file, bytes);
      if (found.equals(bytes)) return;
      if (!isSameHistory(found, bytes)) throw new BucketRefused(otherBytes(this.address, line.file));
      there.set(line.file, found);
    };
    await inParallel(lines, send, beat);
    return there;
  }

  /** Writes the lines, whose runs are there. */
  private async sendPart(lines: readonly ManifestLine[]): Promise<void> {
    const [first] = lines;
    if (!first) return;
    const bytes = Buffer.from(lines.map(rowOf).join(''));
    if (!(await this.putOnce(partName(first.n), bytes)).equals(bytes))
      throw new BucketError(
        `Another exporter just added line ${first.n} to ${this.address}: the next export goes on after it`,
      );
  }

  /** Answers what the bucket now holds under the name, as read back: these bytes, or what was there. Nothing is overwritten. */
  private async putOnce(name: string, bytes: Buffer): Promise<Buffer> {
    const written = await this.objects.putOnce(name, bytes);
    const back = await this.objects.get(name);
    if (!back || (written && !back.equals(bytes)))
      throw new BucketError(`${name} in ${this.address} reads back otherwise than it was written`);
    return back;
  }

  /** The bucket's lines, from the part on that holds this one: enough to compare, and to go on. */
  private async linesFrom(n: number, beat: () => void): Promise<ManifestLine[]> {
    const starts = (await this.objects.list('manifest/')).flatMap((name) => partStart(name) ?? []);
    const from = starts.findLastIndex((start) => start <= n);
    const wanted = starts.slice(Math.max(from, 0));
    const texts = await inParallel(wanted, (start) => this.objects.get(partName(start)), beat);
    const { lines, problems } = readManifest(texts.map(String).join(''));
    if (problems[0]) throw new BucketRefused(damagedBucket(this.address, 'its manifest cannot be read'));
    return lines;
  }

  /** Bundles carry their hash in the name, so both sides may add some. A damaged one is left where it is: verifying tells. */
  private async syncBundles(archive: ArchiveFolder, beat: () => void): Promise<void> {
    const bundles = new BundleStore(archive.folder);
    const here = bundles.names();
    const there = (await this.objects.list('bundles/')).map((name) => name.slice('bundles/'.length));
    for (const name of here.filter((one) => !there.includes(one))) {
      const bytes = bundles.packed(name);
      if (bytes) await this.objects.putOnce(`bundles/${name}`, bytes);
      beat();
    }
    for (const name of there.filter((one) => !here.includes(one))) {
      const bytes = await this.objects.get(`bundles/${name}`);
      if (bytes) bundles.adopt(name, bytes);
      beat();
    }
  }

  /** Says to an operator what the server's answer means. */
  private async told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explained(error, this.address);
    }
  }
}

/** The run's file in the folder; undefined where it is not what its line notes. */
function intact(archive: ArchiveFolder, line: ManifestLine): Buffer | undefined {
  try {
    const bytes = archive.bytes(line);
    return sha256(bytes) === line.sha256 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** The name of the part that begins with this line. */
function partName(start: number): string {
  return `manifest/${String(start).padStart(9, '0')}.jsonl`;
}

/** The first line of a part; undefined for a name that is none's. */
export function partStart(name: string): number | undefined {
  const digits = /^manifest\/(\d{9})\.jsonl$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Lines in order, as many together as make one part of the manifest. */
export function parts<T>(lines: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(lines.length / partLines) }, (_, i) =>
    lines.slice(i * partLines, (i + 1) * partLines),
  );
}

/** Whether both unzip to the same history; what cannot be unzipped is none. */
function isSameHistory(a: Buffer, b: Buffer): boolean {
  try {
    return sameJson(unpacked(a), unpacked(b));
  } catch {
    return false;
  }
}

/** @param beat called after each item */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>, beat: () => void): Promise<R[]> {
  const results: R[] = [];
  const one = async (item: T): Promise<R> => {
    const result = await work(item);
    beat();
    return result;
  };
  for (let i = 0; i < items.length; i += width)
    results.push(...(await Promise.all(items.slice(i, i + width).map(one))));
  return results;
}
