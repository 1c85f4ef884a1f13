/** Titles of published versions, remembered a process long up to a bound. */
import { publishedTitles } from '../../prisma/published-titles';
import type { PrismaClient } from '../../prisma/generated/client';

/** Answers every hash but `none`, and notes what it was asked for. */
function versions(asked: string[][]): PrismaClient {
  const findMany = ({ where }: { where: { hash: { in: string[] } } }): Promise<object[]> => {
    asked.push(where.hash.in);
    return Promise.resolve(where.hash.in.filter((hash) => hash !== 'none').map((hash) => ({ hash, body: {} })));
  };
  return { policyVersion: { findMany } } as unknown as PrismaClient;
}

test('titles that were remembered are answered even as the full memory is emptied', async () => {
  const asked: string[][] = [];
  const prisma = versions(asked);
  const many = Array.from({ length: 501 }, (_, n) => `hash-${n}`);
  expect((await publishedTitles(prisma, [...many, 'none'])).size).toBe(501);
  const found = await publishedTitles(prisma, ['hash-0', 'new', 'new', 'hash-500', 'none']);
  expect([...found.keys()].sort()).toEqual(['hash-0', 'hash-500', 'new']);
  expect(asked.at(-1)).toEqual(['new', 'none']);
  expect((await publishedTitles(prisma, ['new'])).size).toBe(1);
  expect(asked).toHaveLength(2);
});
