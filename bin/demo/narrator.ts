/** Tells the story as it happens, one line a moment, with the seconds since the case was opened. */
export class Narrator {
  private start = Date.now();

  constructor(private readonly say: (line: string) => void) {}

  /** From here on the seconds count from zero. */
  begin(): void {
    this.start = Date.now();
  }

  /** Something that happened. */
  tell(line: string): void {
    const seconds = ((Date.now() - this.start) / 1000).toFixed(1);
    this.say(`${seconds.padStart(6)} s  ${line}`);
  }

  /** Something to look at, or more about the line before. */
  also(line: string): void {
    this.say(`          ${line}`);
  }

  /** A paper that was made, and where those who may read it find it. */
  paper({ title, url, sha256 }: { title: string; url: string; sha256: string }): void {
    this.also(`paper     ${title}`);
    this.also(`          ${url}  SHA-256 ${sha256.slice(0, 16)}…`);
  }

  /** A heading. */
  head(line: string): void {
    this.say(`\n${line}`);
  }
}

/** The story took another turn than it should have. */
export class StoryBroken extends Error {}

const POLL_MS = 200;

/**
 * Asks until there is an answer.
 * @param what completes "… did not happen within n s"
 * @throws StoryBroken after `limitMs`.
 */
export async function until<T>(what: string, limitMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new StoryBroken(`${what} did not happen within ${limitMs / 1000} s`);
    await new Promise((next) => setTimeout(next, POLL_MS));
  }
}

/** @throws StoryBroken where the claim is not true. */
export function claim(true_: boolean, what: string): asserts true_ {
  if (!true_) throw new StoryBroken(`It is not so: ${what}`);
}
