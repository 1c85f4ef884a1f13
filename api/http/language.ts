import type { Request } from 'express';
import type { Language } from '../../domain/calendar/describe';

/** The caller's language from Accept-Language: Chinese unless English is preferred to it. */
export function languageOf(req: Pick<Request, 'acceptsLanguages'>): Language {
  const found = req.acceptsLanguages('zh', 'zh-CN', 'en', 'en-US', 'en-GB');
  return typeof found === 'string' && found.startsWith('en') ? 'en' : 'zh';
}
