/**
 * In what a text file is encoded: UTF-8 or GBK (GB 18030). Judged line by line, since a file that was put together from
 * two sources mixes them, and would otherwise come in half as nonsense without anybody noticing.
 */
import { TextDecoder } from 'node:util';

export type Encoding = 'UTF-8' | 'GB18030';

export type Decoded =
  | { text: string; encoding: Encoding }
  /** Lines (from 1) of the encoding that is in the minority, or of none. */
  | { mixed: readonly number[] }
  | { unreadable: readonly number[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const gbk = new TextDecoder('gb18030', { fatal: true });
/** Han characters, their punctuation, full-width forms: what Chinese text in UTF-8 consists of. */
const chinese = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/u;

/** Decodes a file, or says which lines do not fit the others. */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeText(bytes.subarray(3));
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { unreadable: [1] };
  const lines: Record<'utf8' | 'gbk' | 'neither', number[]> = { utf8: [], gbk: [], neither: [] };
  linesOf(bytes).forEach((line, index) => {
    const kind = encodingOf(line);
    if (kind) lines[kind].push(index + 1);
  });
  if (lines.neither.length > 0) return { unreadable: lines.neither };
  if (lines.utf8.length > 0 && lines.gbk.length > 0)
    return { mixed: lines.utf8.length < lines.gbk.length ? lines.utf8 : lines.gbk };
  return lines.gbk.length > 0
    ? { text: gbk.decode(bytes), encoding: 'GB18030' }
    : { text: utf8.decode(bytes), encoding: 'UTF-8' };
}

/** No byte of a longer character is a line feed in either encoding, so lines can be told before they are read. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
    lines.push(bytes.subarray(from, at));
    from = at + 1;
  }
  lines.push(bytes.subarray(from));
  return lines;
}

/** Nothing for a line that both read alike, or that might be either. */
function encodingOf(line: Uint8Array): 'utf8' | 'gbk' | 'neither' | undefined {
  if (line.every((byte) => byte < 0x80)) return undefined;
  const asUtf8 = tryDecode(utf8, line);
  const asGbk = tryDecode(gbk, line);
  if (asUtf8 === undefined) return asGbk === undefined ? 'neither' : 'gbk';
  // A few GBK words are valid UTF-8 of other scripts: only Chinese in UTF-8 proves it.
  return chinese.test(asUtf8) ? 'utf8' : asGbk === undefined ? 'utf8' : undefined;
}

function tryDecode(decoder: TextDecoder, line: Uint8Array): string | undefined {
  try {
    return decoder.decode(line);
  } catch {
    return undefined;
  }
}
