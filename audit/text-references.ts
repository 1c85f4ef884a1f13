/**
 * References to texts and files, id and SHA-256, which stand in histories in place of what people wrote. A case can only
 * record those that somebody handed in: with the request, with an action, or as the answer of an activity.
 */
const mark = '"sha256":"';
const digits = 64;

export class TextReferences {
  private readonly given = new Set<string>();

  /** What a payload hands in. `text`: its JSON. */
  give(text: string | undefined): void {
    for (const hash of hashesIn(text)) this.given.add(hash);
  }

  /** Of the references in a payload those that nobody handed in before. */
  strange(text: string | undefined): string[] {
    return [...new Set(hashesIn(text))].filter((hash) => !this.given.has(hash));
  }
}

/** Looked for in the text itself, which is far cheaper than going through the value. */
function hashesIn(text = ''): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1))
    found.push(text.slice(at + mark.length, at + mark.length + digits));
  return found;
}
