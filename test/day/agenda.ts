/** Who does what when, in order of time: stories that act, and then say until when they wait. */

/** Does something each time it is resumed, and yields the instant (epoch ms) at which it goes on. */
export type Story = AsyncGenerator<number, void, void>;

interface Entry {
  at: number;
  name: string;
  story: Story;
}

export class Agenda {
  private readonly entries: Entry[] = [];

  /** @param travel lets the server's time come to an instant; nothing when it is past */
  constructor(private readonly travel: (at: number) => Promise<void>) {}

  /** A story that begins at an instant. */
  enter(at: number, name: string, story: Story): void {
    const later = this.entries.findIndex((entry) => entry.at > at);
    this.entries.splice(later < 0 ? this.entries.length : later, 0, { at, name, story });
  }

  /** Everything up to an instant, the earliest first; stories of one instant in the order in which they were entered. */
  async run(until: number): Promise<void> {
    for (let next = this.entries[0]; next && next.at <= until; next = this.entries[0]) {
      this.entries.shift();
      await this.travel(next.at);
      const { name, story } = next;
      const step = await story.next().catch((error: unknown) => {
        throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      if (!step.done) this.enter(step.value, name, story);
    }
    await this.travel(until);
  }
}

const DAY = 24 * 3_600_000;

/** The department's wall clock: China's, which has been +08:00 all year since 1992. */
export const wall = {
  /** The instant of a local time on a date, counted in days since 1970. */
  at: (date: number, time: string): number => {
    const [hour, minute] = time.split(':').map(Number);
    return date * DAY + (hour! - 8) * 3_600_000 + minute! * 60_000;
  },
  dateOf: (instant: number): number => Math.floor((instant + 8 * 3_600_000) / DAY),
  /** 1 = Monday. */
  weekday: (date: number): number => ((date + 3) % 7) + 1,
  text: (date: number): string => new Date(date * DAY).toISOString().slice(0, 10),
};
