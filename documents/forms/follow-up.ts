/** 回访记录 (S-5.12-c, O-9.2, C-M1-10.2-b): each attempt to call the customer, and what they said. */
import { FORM_WORDS as W } from '../../messages/form-words';
import { count, field, fields, table, text } from '../blocks';
import type { Block } from '../content';
import type { Writer } from './case-file';
import { customerBox, unitBox } from './parts';

/** Calls of every kind of case, oldest first; one that nobody answered stands there too. */
export function callbackRecord(writer: Writer): Block[] {
  const { calls } = writer.file;
  const said = calls.filter((call) => call.text !== undefined);
  return [
    customerBox(writer),
    ...unitBox(writer),
    table(
      W.callbacks,
      [
        text(W.time, 3),
        text(W.callback, 3),
        count(W.attempt),
        text(W.reached, 1.3),
        text(W.satisfied, 1.3),
        text(W.caller, 1.6),
      ],
      calls.map(({ at, callback, attempts, reached, satisfied, by }) => [
        writer.at(at),
        writer.named(callback),
        attempts,
        writer.word(reached),
        writer.word(satisfied),
        writer.person(by),
      ]),
    ),
    ...(said.length > 0
      ? [
          fields(
            W.customerSaid,
            said.map((call) => field(writer.at(call.at), writer.text({ id: call.text! }), true)),
          ),
        ]
      : []),
    { kind: 'signatures', parties: [W.signCaller, W.signCompany] },
  ];
}
