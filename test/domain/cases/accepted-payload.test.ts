/** What an accepted action says is taken as it was accepted: with its defaults, and not judged anew (decision 0019). */
import fc from 'fast-check';
import type { z } from 'zod';
import { acceptedPayload, findAction, parsePayload } from '../../../domain/cases/kind';
import { caseKinds, entryOf } from '../../../domain/cases/kinds';
import { repairKind } from '../../../domain/cases/repair';
import type { Actor } from '../../../domain/cases/record';
import type { CaseState } from '../../../domain/cases/state';
import type { CaseKind } from '../../../domain/policy/rule';
import { CaseSimulator, reason, type Setup } from './case-simulator';
import { happen } from './walk';
import { someOf } from './walk-any';

const actions = caseKinds.flatMap(({ table }) =>
  table.actions.map((def) => [`${table.kind} ${def.name}`, def] as const),
);

type Def = z.ZodType['def'] & {
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
  valueType?: z.ZodType;
};

/** The kinds of schema that one is made of, with what its checks do; `plain` ones stand where no default is filled in. */
function madeOf(schema: z.ZodType, plain: boolean): string[] {
  const { type, checks = [], ...def } = schema.def as Def;
  const inner = [...Object.values(def.shape ?? {}), def.element, def.innerType].filter((s) => s !== undefined);
  const leaves = [...(def.options ?? []), def.valueType].filter((s) => s !== undefined);
  return [
    `${plain ? 'plain ' : ''}${type}`,
    ...checks.map((check) => check._zod.def.check),
    ...inner.flatMap((s) => madeOf(s, plain)),
    ...leaves.flatMap((s) => madeOf(s, true)),
  ];
}

test.each(actions)(
  '%s: its schema changes a value by defaults alone, and none stands where it is not filled in',
  (_, def) => {
    const parts = madeOf(def.payload, false);
    const changing = [
      'transform',
      'pipe',
      'catch',
      'prefault',
      'lazy',
      'nonoptional',
      'readonly',
      'nullable',
      'intersection',
    ];
    expect(parts.filter((part) => changing.includes(part.replace('plain ', '')))).toEqual([]);
    expect(parts.filter((part) => ['plain default', 'overwrite'].includes(part))).toEqual([]);
  },
);

describe.each<CaseKind>(['repair', 'return', 'complaint', 'job'])('%s', (kind) => {
  test('filled in is what parsed would be, whatever people do', () => {
    let compared = 0;
    class Comparing<S extends CaseState> extends CaseSimulator<S> {
      override act(actor: Actor, action: string, payload: unknown = {}, more: object = {}): this {
        const def = findAction(entryOf(kind).table, action);
        if (def.payload.safeParse(payload).success) {
          compared++;
          expect(JSON.stringify(acceptedPayload(def, payload))).toBe(JSON.stringify(parsePayload(def, payload)));
        }
        return super.act(actor, action, payload, more);
      }
    }
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const create = <S extends CaseState>(setup: Setup<S>): CaseSimulator<S> => new Comparing(setup);
        someOf[kind](gen, create, (sim, walk) => {
          for (let i = 0; i < 30; i++) happen(gen, sim, walk);
        });
      }),
      { numRuns: 20 },
    );
    expect(compared).toBeGreaterThan(200);
  });
});

test('what today’s schema refuses is taken all the same, with its defaults', () => {
  const def = findAction(repairKind, 'askPrice');
  const taken = { fee: 'maintenance_contract', amountFen: 10 ** 15, reason, note: 'of an older version' };
  expect(() => parsePayload(def, taken)).toThrow();
  expect(acceptedPayload(def, taken)).toEqual({ ...taken, quantity: 1 });
});
