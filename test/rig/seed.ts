/**
 * One seed for every property of a run: the same tree gives the same answer, on every machine. `SANBAO_SEED=<number>` looks
 * elsewhere.
 */
import fc from 'fast-check';

export const seed = Number(process.env.SANBAO_SEED ?? 20261122);

fc.configureGlobal({ seed });
