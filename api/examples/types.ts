import type { RouteKey } from '../roles';

/** Requests by the route's key. */
export type RequestExamples = { readonly [key in RouteKey]?: unknown };

/** Payloads by the action's name. */
export type PayloadExamples = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Answers that say that it went well, by the route's key. */
export type AnswerExamples = { readonly [key in RouteKey]?: unknown };
