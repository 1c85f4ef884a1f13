/** The lines of a file of any length, of which no more than a chunk and a line are in memory at a time. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1 << 20;

/** A line without its end, and where in the file its bytes begin and end. */
export interface FileLine {
  text: string;
  from: number;
  to: number;
}

/** Every line of a UTF-8 file in its order; the last need not have an end. Throws where the file cannot be read. */
export function* linesOf(file: string): Generator<FileLine> {
  const handle = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest = Buffer.alloc(0);
    let place = 0;
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let from = 0;
      for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
        yield { text: bytes.toString('utf8', from, end), from: place + from, to: place + end };
        from = end + 1;
      }
      rest = bytes.subarray(from);
      place += from;
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), from: place, to: place + rest.length };
  } finally {
    closeSync(handle);
  }
}

/** The last line of a file that has its end; undefined where there is none. Reads no more than it needs. */
export function lastLineOf(file: string): string | undefined {
  const handle = openSync(file, 'r');
  try {
    let tail = Buffer.alloc(0);
    for (let from = fstatSync(handle).size; from > 0;) {
      const chunk = Buffer.alloc(Math.min(from, chunkBytes));
      from -= chunk.length;
      readSync(handle, chunk, 0, chunk.length, from);
      tail = Buffer.concat([chunk, tail]);
      const end = tail.lastIndexOf(0x0a);
      const begin = end < 1 ? -1 : tail.lastIndexOf(0x0a, end - 1);
      if (end >= 0 && (begin >= 0 || from === 0)) return tail.toString('utf8', begin + 1, end);
    }
    return undefined;
  } finally {
    closeSync(handle);
  }
}
