// Calls to the API. The access token lives in memory only; the session is an HttpOnly cookie that scripts cannot read.
import { currentLanguage, w } from './words.js';

let accessToken;

/** The status of a change that was refused because what it is about has another version by now. */
export const STALE = 412;

/** A failure as the API words it. */
export class Failure extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || w().failed);
    this.status = status;
    this.errors = problem.errors ?? [];
  }
}

/** Sends what is asked; a body that is a file goes as its bytes, anything else as JSON. Throws what was refused. */
async function send(method, path, body, headers = {}) {
  const file = body instanceof Blob;
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: {
        'Accept-Language': currentLanguage(),
        ...(body === undefined ? {} : { 'Content-Type': file ? body.type : 'application/json' }),
        ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}),
        ...headers,
      },
      body: body === undefined || file ? body : JSON.stringify(body),
    });
  } catch {
    throw new Failure(0, { detail: w().offline });
  }
  if (!answer.ok) throw new Failure(answer.status, await answer.json().catch(() => ({})));
  return answer;
}

const jsonOf = (answer) => (answer.status === 204 ? undefined : answer.json().catch(() => ({})));

/** A token that ran out is renewed once. */
async function renewing(ask) {
  try {
    return await ask();
  } catch (failure) {
    if (failure.status !== 401 || !(await renew())) throw failure;
    return ask();
  }
}

/** Calls the API; what it answers as JSON. */
export async function call(method, path, body, headers) {
  return jsonOf(await renewing(() => send(method, path, body, headers)));
}

/** Every row of a list, read page after page. */
export async function callAll(path, query) {
  const rows = [];
  let cursor;
  do {
    const asked = new URLSearchParams({ ...query, limit: '200', ...(cursor && { cursor }) });
    const page = await call('GET', `${path}?${asked}`);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor);
  return rows;
}

/** Has the browser save a file of the API under the name that it answers. */
export async function save(path) {
  const answer = await renewing(() => send('GET', path));
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'file';
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = decodeURIComponent(name);
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Renews the access token from the session; false where nobody is signed in. */
export async function renew() {
  accessToken = undefined;
  try {
    accessToken = (await jsonOf(await send('POST', '/auth/refresh', {}))).accessToken;
    return true;
  } catch (failure) {
    if (failure.status === 401) return false;
    throw failure;
  }
}

export async function signIn(email, password) {
  accessToken = undefined;
  accessToken = (await jsonOf(await send('POST', '/auth/token', { email, password, keep: 'cookie' }))).accessToken;
}

export async function signOut() {
  await send('POST', '/auth/sign-out', {});
  accessToken = undefined;
}
