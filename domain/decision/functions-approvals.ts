/** Functions on the fact `approvals`: who has approved, who refused, whom it waits for (R-APPROVE). */
import { boolean, list, text, type DecisionFunction, type Types } from './signature';
import { isList, isTagged, type Value } from './value';

const approvals: Types = ['object'];
const roles: Types = ['text', 'list'];
const yes = ['approved', 'granted', 'confirmed', 'yes'];
const no = ['refused', 'rejected', 'declined', 'no'];
/** Not answered yet. */
const open = ['pending', 'waiting', 'asked'];

/** What an approver may have said, as text. */
export const approvalWords: readonly string[] = [...yes, ...no, ...open];

/** The answer of a role: true, false, or unknown while it has not been given. */
function answerOf(role: string, given: Value | undefined): boolean | undefined {
  if (!isTagged(given, 'object')) return undefined;
  return approvedInAnotherRole(role, given.fields) ? undefined : understood(given.fields[role]);
}

/** Nobody approves in two roles: whoever has approved in one that stands before has not answered in this one. */
function approvedInAnotherRole(role: string, answers: Readonly<Record<string, Value>>): boolean {
  const names = Object.keys(answers);
  const before = names.slice(0, Math.max(0, names.indexOf(role)));
  const person = personOf(answers[role]);
  return before.some((other) => understood(answers[other]) === true && same(personOf(answers[other]), person));
}

function personOf(answer: Value | undefined): Value | undefined {
  return isTagged(answer, 'object') ? answer.fields.by : undefined;
}

function same(one: Value | undefined, other: Value | undefined): boolean {
  return typeof one === 'string' && one === other;
}

function understood(answer: Value | undefined): boolean | undefined {
  if (typeof answer === 'boolean') return answer;
  if (typeof answer === 'string') return yes.includes(answer) ? true : no.includes(answer) ? false : undefined;
  if (isTagged(answer, 'instant') || isTagged(answer, 'date')) return true;
  if (isTagged(answer, 'object')) return understood(answer.fields.decision ?? answer.fields.status);
  return undefined;
}

function rolesOf(value: Value | undefined): string[] {
  return (isList(value) ? value : [value]).filter((role) => typeof role === 'string');
}

export const approvalFunctions: Readonly<Record<string, DecisionFunction>> = {
  approved: {
    takes: [approvals, roles],
    gives: boolean,
    takesUnknown: true,
    apply: ([given, wanted]) => {
      const answers = rolesOf(wanted).map((role) => answerOf(role, given));
      if (answers.includes(false)) return false;
      return answers.length > 0 && answers.every((answer) => answer === true) ? true : undefined;
    },
    says: 'whether a role, or every role of a list, has approved; unknown while one has not answered',
  },
  waitingFor: {
    takes: [approvals, list],
    gives: text,
    takesUnknown: true,
    apply: ([given, order]) => rolesOf(order).find((role) => answerOf(role, given) !== true),
    says: 'the first role of the order that has not approved; unknown where all have',
  },
  refusedAny: {
    takes: [approvals],
    gives: boolean,
    takesUnknown: true,
    apply: ([given]) =>
      isTagged(given, 'object') && Object.values(given.fields).some((answer) => understood(answer) === false),
    says: 'whether anybody refused',
  },
};
