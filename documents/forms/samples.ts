/** 抽检单 (O-10.3-b, O-10.3-c, O-10.3-d): lots of which there is stock, who tests a sample of them, and what it showed. */
import type { ComplaintState, LotCheck } from '../../domain/cases/complaint/state';
import { FORM_WORDS as W } from '../../messages/form-words';
import { field, fields } from '../blocks';
import type { Block, Fields } from '../content';
import type { Writer } from './case-file';
import { unitBox } from './parts';

/** A box for each lot: ordered while its sample waits, then what was found and what follows from it. */
export function sampleTest(writer: Writer<ComplaintState>): Block[] {
  const { texts, lots } = writer.state;
  return [
    fields(W.form, [
      field(W.customerName, writer.file.customer?.name ?? W.none),
      field(W.opened, writer.at(writer.state.openedAt)),
      field(W.complaint, writer.text(texts.complaint), true),
    ]),
    ...unitBox(writer),
    ...Object.entries(lots).flatMap(([lot, check]) => (check.inStock ? [lotBox(writer, lot, check)] : [])),
    { kind: 'lines', lines: [' ', W.sampleRule] },
    { kind: 'signatures', parties: [W.signTester, W.signCompany] },
  ];
}

function lotBox(writer: Writer, lot: string, { checkedBy, checkedAt, sample, recall }: LotCheck): Fields {
  return fields(`${W.batchNo} ${lot}`, [
    field(W.orderedBy, writer.person(checkedBy)),
    field(W.orderedAt, writer.at(checkedAt)),
    field(W.testedBy, writer.person(sample?.by)),
    field(W.testedAt, writer.at(sample?.at)),
    field(W.sampleSize, sample === undefined ? W.none : String(sample.size)),
    field(W.similar, writer.word(sample?.similar)),
    field(W.sampleFound, writer.text(sample?.text), true),
    field(W.sampleFollows, followsFrom(writer, sample, recall), true),
  ]);
}

function followsFrom(writer: Writer, sample: LotCheck['sample'], recall: LotCheck['recall']): string {
  if (recall) return `${W.recall} ${writer.at(recall.openedAt)}`;
  return sample ? W.sampleClear : W.none;
}
