import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { ApiConfig } from '../config';
import { sha256 } from '../cases/texts';
import { ApiError } from './problem';

/** Headers of every answer. Scripts and styles come from this server only; nothing frames us. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'same-origin' },
});

/** How many people are assumed behind one address, such as an office's. */
const OFFICE = 10;

/** Counts are kept by each process: behind several, the limit is so many times higher. */
function limiter(
  windowMs: number,
  limit: number,
  keyGenerator: (req: Request) => string,
  { onlyFailed = false } = {},
): RequestHandler {
  return rateLimit({
    skipSuccessfulRequests: onlyFailed,
    windowMs,
    limit,
    keyGenerator,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, res, next) =>
      next(new ApiError('too_many_requests', [], Number(res.getHeader('Retry-After') ?? Math.ceil(windowMs / 1000)))),
  });
}

function address(req: Request): string {
  return ipKeyGenerator(req.ip ?? '');
}

/**
 * Requests of one caller, by token where there is one, so that colleagues behind one address do not share a count; and
 * of the address as a whole, since tokens can be invented.
 */
export function generalLimits(config: Pick<ApiConfig, 'rateLimitPerMinute'>): RequestHandler[] {
  const limit = config.rateLimitPerMinute;
  return [
    limiter(60_000, limit * OFFICE, address),
    limiter(60_000, limit, (req) => (req.headers.authorization ? sha256(req.headers.authorization) : address(req))),
  ];
}

const SIGN_IN_WINDOW_MS = 15 * 60_000;
/** Failed attempts to sign in from one address; who knows the password may come as often as they like. */
export function addressLimit(config: Pick<ApiConfig, 'signInLimit'>): RequestHandler {
  return limiter(SIGN_IN_WINDOW_MS, config.signInLimit * OFFICE, address, { onlyFailed: true });
}

/** Failed attempts for one e-mail from one address; the body has been read. */
export function accountLimit(config: Pick<ApiConfig, 'signInLimit'>): RequestHandler {
  const account = (req: Request): string => {
    const body = req.body as { email?: unknown } | undefined;
    const email = typeof body?.email === 'string' ? body.email.trim().toLowerCase() : '';
    return sha256(`${address(req)} ${email}`);
  };
  return limiter(SIGN_IN_WINDOW_MS, config.signInLimit, account, { onlyFailed: true });
}
