/** Child processes that answer calls: their CPU can be told apart, and a kill is a real one. */
import { fork, type ChildProcess } from 'node:child_process';

interface Call {
  id: number;
  method: string;
  arg: unknown;
}
type Answer = { id: number; result?: unknown; error?: string } | 'ready';

/** The process was killed, or died, before it answered. */
export class Gone extends Error {}

/** What a child offers: one function a call. Arguments and results are JSON. */
export type Methods = Record<string, (arg: never) => unknown>;

/** In the child: its settings, as `Remote.start` passed them. */
export function settings<T>(): T {
  return JSON.parse(process.argv[2]!) as T;
}

/** In the child: answers calls until the parent goes away, and says that it is ready. */
export function serve(methods: Methods): void {
  const send = (answer: Answer): void => void process.send!(answer);
  process.on('message', ({ id, method, arg }: Call) => {
    Promise.resolve()
      .then(() => methods[method]!(arg as never))
      .then(
        (result) => send({ id, result }),
        (error: unknown) => send({ id, error: error instanceof Error ? error.message : String(error) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
  send('ready');
}

/** In the parent: one running child. */
export class Remote {
  private calls = 0;
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (answer: Answer) => {
      if (answer === 'ready') return;
      const call = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (answer.error === undefined) call?.resolve(answer.result as never);
      else call?.reject(new Error(answer.error));
    });
    child.on('exit', () => this.abandon());
  }

  /** Starts `file` with these settings; settles once it is ready. @throws Gone when it ends before. */
  static async start(file: string, config: unknown): Promise<Remote> {
    const child = fork(file, [JSON.stringify(config)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const remote = new Remote(child);
    await new Promise<void>((ready, failed) => {
      child.once('message', () => ready());
      child.once('exit', (code) => failed(new Gone(`${file} ended with code ${code} before it was ready`)));
    });
    return remote;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** @throws Gone when the process ends before it answered; else what the child threw. */
  call<T>(method: string, arg?: unknown): Promise<T> {
    if (!this.child.connected) return Promise.reject(new Gone('the process is gone'));
    const id = ++this.calls;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, method, arg }, (error) => error && this.abandon());
    });
  }

  /** SIGKILL: nothing is flushed, nothing is handed over. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const over = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGKILL');
    await over;
  }

  private abandon(): void {
    for (const { reject } of this.waiting.values()) reject(new Gone('the process was killed'));
    this.waiting.clear();
  }
}
