/** The case as the demonstration watches it: what the API shows, and the mails in the local mailbox. */
import { ApiRefusal, type ApiClient } from './api-client';
import { until } from './narrator';

export interface ClockView {
  key: string;
  status: string;
  dueAt: string | null;
  warnedAt: string | null;
  breachedAt: string | null;
  metAt: string | null;
  pauses: { reason: string; from: string; to?: string }[];
}

export interface EscalationView {
  key: string;
  level: number;
  role: string;
  status: string;
  people: string[];
}

interface NoticeView {
  key: string;
  template: string;
  to: string;
  status: string;
}

interface PaperView {
  id: string;
  form: string;
  title: { zh: string; en: string };
  sha256: string;
}

interface MailView {
  id: string;
  subject: string;
  to: string[];
  receivedAt: string;
  messageId: string;
}

/** How late something may come on a busy machine before the demonstration calls it missing, ms. */
const PATIENCE_MS = 20_000;

/** One case, watched by somebody who may see it. */
export class WatchedCase {
  constructor(
    private readonly api: ApiClient,
    readonly id: string,
    private readonly mailboxUrl: string | undefined,
  ) {}

  /** Waits until the first step is in the read model: an opening is answered when its workflow is safe. */
  async recorded(): Promise<void> {
    await until('the first record', PATIENCE_MS, () =>
      this.status().catch((error: unknown) => {
        if (error instanceof ApiRefusal && error.status === 404) return undefined;
        throw error;
      }),
    );
  }

  async status(): Promise<string> {
    return (await this.api.get<{ status: string }>(`/v1/cases/${this.id}`)).status;
  }

  async clock(key: string): Promise<ClockView | undefined> {
    const { clocks } = await this.api.get<{ clocks: ClockView[] }>(`/v1/cases/${this.id}/clocks`);
    return clocks.find((c) => c.key === key);
  }

  /** Waits until a clock is as wanted. */
  clockWhen(key: string, what: string, wanted: (clock: ClockView) => boolean): Promise<ClockView> {
    return until(what, PATIENCE_MS, async () => {
      const clock = await this.clock(key);
      return clock && wanted(clock) ? clock : undefined;
    });
  }

  /** Waits until an escalation is as wanted. */
  escalationWhen(key: string, what: string, wanted: (e: EscalationView) => boolean): Promise<EscalationView> {
    return until(what, PATIENCE_MS, async () => {
      const path = `/v1/cases/${this.id}/escalations`;
      const { escalations } = await this.api.get<{ escalations: EscalationView[] }>(path);
      return escalations.find((e) => e.key === key && wanted(e));
    });
  }

  /** Waits until as many notices of a template as wanted are sent. */
  async sent(template: string, count = 1): Promise<void> {
    await until(`the mail ${template} (${count})`, PATIENCE_MS, async () => {
      const { notices } = await this.api.get<{ notices: NoticeView[] }>(`/v1/cases/${this.id}/notices`);
      return notices.filter((n) => n.template === template && n.status === 'sent').length >= count || undefined;
    });
  }

  /** Waits until the case has a status. */
  async statusWhen(status: string, limitMs = PATIENCE_MS): Promise<void> {
    await until(`the status ${status}`, limitMs, async () => (await this.status()) === status || undefined);
  }

  /** The newest mail about this case to that address, with its page; undefined without a local mailbox. */
  async mail(to: string): Promise<{ subject: string; url: string } | undefined> {
    if (this.mailboxUrl === undefined) return undefined;
    const mailbox = this.mailboxUrl;
    return until(`a mail about ${this.id} to ${to}`, PATIENCE_MS, async () => {
      const query = `to=${encodeURIComponent(to)}&subject=${encodeURIComponent(this.id)}`;
      const { mails } = (await (await fetch(`${mailbox}/api/mails?${query}`)).json()) as { mails: MailView[] };
      return mails[0] && { subject: mails[0].subject, url: `${mailbox}/mails/${mails[0].id}` };
    });
  }

  /** Waits until a paper of the case is made; where it is downloaded, by those who may. */
  async paper(form: string): Promise<{ title: string; url: string; sha256: string }> {
    const path = `/v1/cases/${this.id}/documents`;
    const { id, title, sha256 } = await until(`the paper ${form}`, PATIENCE_MS, async () => {
      const { documents } = await this.api.get<{ documents: PaperView[] }>(path);
      return documents.findLast((d) => d.form === form);
    });
    return { title: `${title.zh} / ${title.en}`, url: `${this.api.url}${path}/${id}`, sha256 };
  }

  /** Takes an action as somebody. */
  async act(actor: ApiClient, action: string, payload: Record<string, unknown> = {}): Promise<void> {
    await actor.post(`/v1/cases/${this.id}/actions/${action}`, { payload });
  }
}
