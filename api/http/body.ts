import { json, type Request, type Response } from 'express';
import { refuse } from './problem';

/** Far beyond any payload of ours (4,000 characters a text), far below what would hurt. */
const BODY_LIMIT = '256kb';
/** Our deepest payload has five levels; deeper JSON is an attack on whatever walks it. */
const DEPTH_LIMIT = 20;

const parse = json({ limit: BODY_LIMIT, strict: true, type: 'application/json' });

/**
 * Reads a JSON body into `req.body`. Rejects with a refusal for another content type, for what is no JSON, for more than
 * the limit, and for nesting beyond the limit. Called once the caller is known: strangers' bodies are not parsed.
 */
export async function readJson(req: Request, res: Response): Promise<void> {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (hasBody && !req.is('application/json')) {
    throw refuse('unsupported_media', '只接受 application/json', 'Only application/json is taken', {
      allowed: ['application/json'],
    });
  }
  await new Promise<void>((done, failed) => {
    parse(req, res, (error?: Error) => (error ? failed(error) : done()));
  });
  if (tooDeep(req.body)) {
    throw refuse(
      'malformed',
      `JSON 嵌套不得超过 ${DEPTH_LIMIT} 层`,
      `JSON may be nested ${DEPTH_LIMIT} levels at most`,
    );
  }
}

/** Level by level instead of by recursion, so that the check itself cannot overflow the stack. */
function tooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_LIMIT) return true;
    level = level.flatMap((v): unknown[] => (typeof v === 'object' && v !== null ? Object.values(v) : []));
  }
  return false;
}
