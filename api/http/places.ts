/** Where in a request stands what was refused: which part, so that its field is a path that the caller sent. */
import { z } from 'zod';
import type { Problem, ProblemPlace } from '../../domain/errors';
import { ApiError, normalise } from './problem';

/** The schemas of a route's request, part by part. */
interface Parts {
  params?: z.ZodType;
  query?: z.ZodType;
  headers?: z.ZodType;
  body?: z.ZodType;
}

/**
 * The error with a place for each field that has none yet: the part of the route's request that has such a field. One that
 * none has was not sent: it is lacking in the record that the request is about.
 */
export function placed(route: Parts, error: unknown): ApiError {
  const known = normalise(error);
  const problems = known.problems.map((problem) => placeOf(route, problem));
  return new ApiError(known.code, problems, known.retryAfter, { cause: known.cause });
}

function placeOf(route: Parts, problem: Problem): Problem {
  const { field } = problem;
  if (problem.in !== undefined || field === undefined) return problem;
  const parts: readonly [ProblemPlace, z.ZodType | undefined][] = [
    ['header', route.headers],
    ['body', route.body],
    ['query', route.query],
    ['path', route.params],
  ];
  const first = field.split('.')[0]!;
  const found = parts.find(([, schema]) => schema && fieldNames(schema).includes(first));
  return { in: found ? found[0] : 'record', ...problem };
}

/** The names of the fields that a schema knows, of every kind of object that it takes. */
export function fieldNames(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => fieldNames(option));
  if (schema instanceof z.ZodPipe) return fieldNames(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return fieldNames(schema.unwrap());
  return [];
}
