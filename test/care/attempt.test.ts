/** Attempts and answers: O-9.3, C-M1-10.2-a, O-12.1. */
import { tryTask } from '../../domain/care/attempt';
import { careSection, type CareRule } from '../../domain/policy/schema-care';
import { judgeAnswers } from '../../domain/surveys/answers';

const [rule] = careSection.parse({
  at: { time: '07:00', default: true },
  rules: [
    {
      id: 'call',
      title: { zh: '回访', en: 'call' },
      task: 'call',
      from: 'sold',
      every: 'P1M',
      role: 'agent',
      ladder: 'supervisor',
      retry: { every: 'PT4H', attempts: 2, default: true },
      script: [
        { id: 'use', title: { zh: '使用', en: 'use' }, kind: 'scale', bad: 2, default: true },
        {
          id: 'polite',
          title: { zh: '礼貌', en: 'polite' },
          kind: 'yes_no',
          bad: false,
          optional: true,
          default: true,
        },
        { id: 'wish', title: { zh: '建议', en: 'wish' }, kind: 'text', default: true },
      ],
      default: true,
    },
  ],
}).rules as [CareRule];

describe('an attempt', () => {
  test('nobody answers: tried again after the interval, after the last it is the supervisor’s', () => {
    expect(tryTask(rule, 0, { reached: false, answers: {} }, 1000)).toMatchObject({
      status: 'open',
      attempts: 1,
      nextAttemptAt: 1000 + 4 * 3_600_000,
    });
    expect(tryTask(rule, 1, { reached: false, answers: {} }, 1000)).toMatchObject({
      status: 'unreached',
      attempts: 2,
      nextAttemptAt: undefined,
    });
  });
  test('reached and satisfied it is done; dissatisfied or with a bad answer the customer complains (O-9.3)', () => {
    expect(tryTask(rule, 1, { reached: true, satisfied: true, answers: { use: 3 } }, 0)).toMatchObject({
      status: 'done',
      complains: false,
    });
    expect(tryTask(rule, 0, { reached: true, satisfied: true, answers: { use: 2 } }, 0)).toMatchObject({
      complains: true,
      judged: { bad: ['use'] },
    });
    expect(tryTask(rule, 0, { reached: true, satisfied: false, answers: { use: 5 } }, 0).complains).toBe(true);
    expect(
      tryTask(rule, 0, { reached: true, satisfied: true, answers: { use: 5, polite: false } }, 0).judged.bad,
    ).toEqual(['polite']);
  });
  test('reached without an answer is refused with the field', () => {
    const { problems } = tryTask(rule, 0, { reached: true, answers: {} }, 0).judged;
    expect(problems.map((p) => p.field)).toEqual(['answers.use', 'satisfied']);
  });
});

describe('answers', () => {
  test('out of the scale, of another kind, to no question: each named', () => {
    const { problems } = judgeAnswers(rule.script, { use: 6, polite: 'yes', wish: 'x'.repeat(2001), other: 1 });
    expect(problems.map((p) => p.field)).toEqual(['answers.use', 'answers.polite', 'answers.wish', 'answers.other']);
  });
  test('the score is the mean of the scales from 0 to 1', () => {
    expect(judgeAnswers(rule.script, { use: 5 }).score).toBe(1);
    expect(judgeAnswers(rule.script, { use: 1 }).score).toBe(0);
    expect(judgeAnswers([{ ...rule.script[0]!, optional: true }], {}).score).toBeUndefined();
  });
});
