import { isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';

/** Where in a file something stands, both counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/**
 * The position of the value at a path, or of its key where `atKey` is set; where the path leads to nothing, of the
 * nearest value around it.
 */
export function positionOf(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  atKey = false,
): Position {
  let node: unknown = document.contents;
  let found: Node | undefined = document.contents ?? undefined;
  path.forEach((step, index) => {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      const key = isPair(pair) && isScalar(pair.key) ? pair.key : undefined;
      node = pair?.value;
      const last = index === path.length - 1;
      found = last && atKey && key ? key : ((node as Node | undefined) ?? key ?? found);
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      found = (node as Node | undefined) ?? found;
    } else node = undefined;
  });
  const { line, col } = lines.linePos(found?.range?.[0] ?? 0);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
