/**
 * What the auditor's own account of a case says of the sections that a step keeps: a value under a name that the account
 * has is the account's, a list is as long, a map has the same keys. Names that it does not have are for `provenance.ts`.
 */

/**
 * A part of a section as the auditor has it: a value; `undefined` for what must not be there; an object of those fields that
 * it knows; a list; or a map, whose keys are all that there are.
 */
export type Account =
  | string
  | number
  | boolean
  | undefined
  | readonly Account[]
  | ReadonlyMap<string, Account>
  | { readonly [name: string]: Account };

/** The sections that the auditor knows something of, by name. */
export type Accounts = Readonly<Record<string, Account>>;

/** What the account has at a name; undefined where it says nothing about it. */
export function within(account: Account, key: string): { is: Account } | undefined {
  if (typeof account !== 'object') return undefined;
  if (account instanceof Map)
    return (account as ReadonlyMap<string, Account>).has(key)
      ? { is: (account as ReadonlyMap<string, Account>).get(key) }
      : undefined;
  return Object.hasOwn(account, key) ? { is: (account as Readonly<Record<string, Account>>)[key] } : undefined;
}

/** The names that a list, a map or an object of the account has, and whether there may be others beside them. */
export function namesIn(account: Account): { names: readonly string[]; others: boolean } {
  if (typeof account !== 'object') return { names: [], others: true };
  if (account instanceof Map) return { names: [...account.keys()] as string[], others: false };
  return { names: Object.keys(account), others: !Array.isArray(account) };
}
