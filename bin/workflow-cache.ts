/** How many workflows a worker may keep in memory: from what one weighs and from the memory that there is. */
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * What a cached case weighs in the heap of the workflow thread, bytes: a repair under the largest policy that went through
 * twenty actions weighs 240, the rest is for what is not foreseen. `test/workflows/memory.test.ts` measures it.
 */
export const heapPerCase = 384 * KIB;
/** What it weighs outside of that heap beside it, in the SDK's core, bytes. */
const nativePerCase = 128 * KIB;
/** The workflow code itself, what one task needs, and air for the collector: beyond it a heap only collects. */
const heapReserve = 96 * MIB;
const heapShare = 0.75;
/** The main thread of a worker, its activities and the code of the engine. */
const processReserve = 400 * MIB;

/** Fewer cached than busy ones is ruinous, so this many it is where memory is short; beyond the other nobody gains. */
export const fewest = 50;
const most = 10_000;

/** Memory that a worker can count on, bytes. */
export interface Memory {
  /** Of this container, or machine. */
  total: number;
  /** The most that V8 lets one thread's heap grow to. */
  heap: number;
}

/** The memory of this process: the container's where it has a limit, and V8's own (`--max-old-space-size`). */
export function memoryHere(): Memory {
  const constrained = process.constrainedMemory();
  const machine = totalmem();
  // A container without a limit answers 0 or a number beyond any machine.
  const total = constrained > 0 && constrained < machine ? constrained : machine;
  return { total, heap: getHeapStatistics().heap_size_limit };
}

/** How many workflows fit, so that neither the thread's heap nor the container runs out whatever number of cases is open. */
export function cachedWorkflows({ total, heap }: Memory): number {
  const inHeap = (heap * heapShare - heapReserve) / heapPerCase;
  const inAll = (total - processReserve) / (heapPerCase + nativePerCase);
  return Math.max(fewest, Math.min(most, Math.floor(Math.min(inHeap, inAll))));
}
