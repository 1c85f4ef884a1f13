// Calls to the API. The access token lives in memory only; the session is an HttpOnly cookie that scripts cannot read.
import { currentLanguage, w } from './words.js';

let accessToken;

/** A failure as the API words it. */
export class Failure extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || w().failed);
    this.status = status;
    this.errors = problem.errors ?? [];
  }
}

async function send(method, path, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: {
        'Accept-Language': currentLanguage(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Failure(0, { detail: w().offline });
  }
  const data = answer.status === 204 ? undefined : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Failure(answer.status, data);
  return data;
}

/** Calls the API; a token that ran out is renewed once. */
export async function call(method, path, body, headers) {
  try {
    return await send(method, path, body, headers);
  } catch (failure) {
    if (failure.status !== 401 || !(await renew())) throw failure;
    return send(method, path, body, headers);
  }
}

/** Renews the access token from the session; false where nobody is signed in. */
export async function renew() {
  accessToken = undefined;
  try {
    accessToken = (await send('POST', '/auth/refresh', {})).accessToken;
    return true;
  } catch (failure) {
    if (failure.status === 401) return false;
    throw failure;
  }
}

export async function signIn(email, password) {
  accessToken = undefined;
  accessToken = (await send('POST', '/auth/token', { email, password, keep: 'cookie' })).accessToken;
}

export async function signOut() {
  await send('POST', '/auth/sign-out', {});
  accessToken = undefined;
}
