/** The HTTP API as the demonstration uses it: the same requests that any other client would send. */
import { randomUUID } from 'node:crypto';

/** An answer takes milliseconds; one that takes this long is a system that does not run well. */
const TIMEOUT_MS = 15_000;

/** What the API refused, in its own words. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiRefusal';
  }
}

/** Nobody answers at the address: the system was not started, or was stopped in between. */
export class NoAnswer extends Error {
  constructor(url: string, options: ErrorOptions) {
    super(`no system answers at ${url}. Start it with \`npm start\` in another terminal first.`, options);
    this.name = 'NoAnswer';
  }
}

/** A caller of the API: an address and, once signed in, who one is. */
export class ApiClient {
  constructor(
    /** Without a slash at its end. */
    readonly url: string,
    private readonly token?: string,
  ) {}

  /** The same address with an access token. */
  as(token: string): ApiClient {
    return new ApiClient(this.url, token);
  }

  /** Signs in with a local account. @throws ApiRefusal where e-mail or password is wrong. */
  async signIn(email: string, password: string): Promise<ApiClient> {
    const { accessToken } = await this.post<{ accessToken: string }>('/auth/token', { email, password });
    return this.as(accessToken);
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  /** Posts with an idempotency key of its own, which actions and openings ask for. */
  post<T = unknown>(path: string, body: unknown): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Accept: 'application/json',
        'Accept-Language': 'en',
        ...(this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new NoAnswer(this.url, { cause: error });
    });
    const text = await response.text();
    if (!response.ok) throw refusalOf(`${method} ${path}`, response.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

interface ProblemBody {
  code?: string;
  title?: string;
  errors?: { field?: string; detail?: string }[];
}

function refusalOf(what: string, status: number, text: string): ApiRefusal {
  let problem: ProblemBody = {};
  try {
    problem = JSON.parse(text) as ProblemBody;
  } catch {
    // Another program answers at this address: its page would say nothing here.
  }
  const details = (problem.errors ?? []).map((e) => [e.field, e.detail].filter(Boolean).join(': '));
  const words = [problem.title ?? 'no problem document', ...details].join('; ');
  return new ApiRefusal(status, problem.code ?? 'unknown', `${what} was refused with ${status}: ${words}`);
}
