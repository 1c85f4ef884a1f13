/**
 * References to texts and files, id and SHA-256, which stand in histories in place of what people wrote. A case can only
 * record those that somebody handed in: with the request, with an action, or as the answer of an activity.
 */
const mark = '"sha256":"';
const digits = 64;
/** In base64 three bytes are four letters. */
const shortest = Math.floor(((mark.length + digits) * 4) / 3);

/** Whether a payload is long enough to hold a reference. */
export function mayRefer(payload: { data?: string } | undefined): boolean {
  return (payload?.data?.length ?? 0) >= shortest;
}

/** Whether a reference stands in a text. */
export function holdsReference(text: string): boolean {
  return text.includes(mark);
}

export class TextReferences {
  private readonly given = new Set<string>();

  /** What a payload hands in. `text`: its JSON. */
  give(text: string | undefined): void {
    for (const hash of hashesIn(text)) this.given.add(hash);
  }

  /** Of the references in a payload those that nobody handed in before. */
  strange(text: string | undefined): string[] {
    const found = hashesIn(text);
    return found.length === 0 ? found : [...new Set(found)].filter((hash) => !this.given.has(hash));
  }
}

/** Looked for in the text itself, which is far cheaper than going through the value. */
function hashesIn(text = ''): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1))
    found.push(text.slice(at + mark.length, at + mark.length + digits));
  return found;
}
