/** Counts the SQL statements that this process sends. */
import { Client } from 'pg';

/** From now on counts every statement of every `pg` connection, begin and commit included; the function tells how many. */
export function countStatements(): () => number {
  let count = 0;
  const prototype = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const query = prototype.query;
  prototype.query = function (...args) {
    count++;
    return query.apply(this, args);
  };
  return () => count;
}
