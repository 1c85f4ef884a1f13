/** Papers of repairs and other jobs: the request, the ticket for a device that stays with us, the report of the work. */
import type { JobState } from '../../domain/cases/job/state';
import type { RepairState } from '../../domain/cases/repair/state';
import { FORM_WORDS as W } from '../../messages/form-words';
import { field, fields, tableIfAny, text } from '../blocks';
import type { Block } from '../content';
import type { Writer } from './case-file';
import { cited, coverageOf, customerBox, unitBox } from './parts';

type Served = RepairState | JobState;

/** 服务申请单 (N-2.6-1e…j): the customer's details, what is asked for, and how it is to be served. */
export function serviceRequest(writer: Writer<Served>): Block[] {
  const { facts, intake, texts, parties } = writer.state;
  const wanted =
    'fault' in texts ? field(W.fault, writer.text(texts.fault), true) : field(W.task, writer.text(texts.task), true);
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.request, [
      field(W.source, writer.word(intake.source ?? facts.source, 'source')),
      field(W.channel, writer.word(facts.channel, 'channel')),
      field(W.work, writer.word(facts.work, 'work')),
      field(W.level, writer.named(levelOf(facts))),
      wanted,
      field(W.wish, writer.text(texts.wish), true),
      field(W.collectPayment, writer.word(intake.collectPayment)),
      field(W.signatureNeeded, writer.word(intake.signatureNeeded)),
      field(W.accompanies, writer.word(intake.salespersonAccompanies)),
      field(W.filledBy, writer.word(intake.filledBy, 'filledBy')),
      field(W.dispatcher, writer.person(parties.dispatcherId)),
      field(W.engineer, writer.person(parties.engineerId)),
      ...coverageFields(writer.state),
    ]),
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/** 派工单 (S-5.10-b): who is sent where for what; a job of an earlier day goes first (S-5.10-a). */
export function dispatchOrder(writer: Writer<Served>): Block[] {
  const { facts, texts, parties, visit, openedAt, done } = writer.state;
  const assignedAt = done.assigned;
  const day = (at: number): string => writer.at(at).slice(0, 10);
  const leftOver = assignedAt !== undefined && day(openedAt) < day(assignedAt);
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.request, [
      field(W.dispatchedAt, writer.at(assignedAt)),
      field(W.priority, leftOver ? W.leftOver : W.none),
      field(W.engineer, writer.person(parties.engineerId)),
      field(W.dispatcher, writer.person(parties.dispatcherId)),
      field(W.appointment, writer.at(visit.appointment)),
      field(W.level, writer.named(levelOf(facts))),
      field(W.work, writer.word(facts.work, 'work')),
      'fault' in texts ? field(W.fault, writer.text(texts.fault), true) : field(W.task, writer.text(texts.task), true),
    ]),
    { kind: 'signatures', parties: [W.signEngineer, W.signCompany] },
  ];
}

/** 维修单 with what the 返修登记表 asks for (S-5.7, S-6.2-b, S-6.2-c): what was handed in, where it is, when it comes back. */
export function repairTicket(writer: Writer<RepairState>): Block[] {
  const { workshop, facts, texts, done } = writer.state;
  const promised = facts.promisedReturn;
  const condition = writer.file.last.get('device_received')?.condition;
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.request, [
      field(W.ticketNo, workshop.ticketNo ?? W.none),
      field(W.receivedAt, writer.at(workshop.receivedAt)),
      field(W.promisedAt, typeof promised === 'number' ? writer.at(promised) : W.none, true),
      field(W.fault, writer.text(texts.fault), true),
      field(W.accessories, writer.text(workshop.accessories), true),
      field(W.condition, typeof condition === 'string' ? writer.text({ id: condition }) : W.none, true),
      field(W.sentToMaker, writer.at(done.sent_to_maker)),
      field(W.backFromMaker, writer.at(done.back_from_maker)),
      field(W.readyTold, writer.at(done.ready_told)),
      field(W.collected, writer.at(workshop.returnedAt)),
      ...coverageFields(writer.state),
    ]),
    { kind: 'lines', lines: [' ', W.ticketRule] },
    { kind: 'signatures', parties: [W.signCustomer, W.signCompany] },
  ];
}

/** 售后服务联系卡 (S-5.3-b, S-5.5-f): fault found, work done, amount, signature. */
export function serviceReport(writer: Writer<Served>): Block[] {
  const { texts, parties, visit, outcome } = writer.state;
  const done = writer.file.last.get('work_done') ?? writer.file.last.get('work_finished') ?? {};
  const parts = Array.isArray(done.replacedParts) ? done.replacedParts.join(' ') : '';
  const completedAt = outcome && ('completedAt' in outcome ? outcome.completedAt : outcome.finishedAt);
  const diagnosis = 'diagnosis' in writer.state ? writer.state.diagnosis : undefined;
  return [
    customerBox(writer),
    ...unitBox(writer),
    fields(W.request, [
      'fault' in texts ? field(W.fault, writer.text(texts.fault), true) : field(W.task, writer.text(texts.task), true),
      field(W.finding, writer.text(diagnosis?.text), true),
      field(W.repairedItems, typeof done.work === 'string' ? writer.text({ id: done.work }) : W.none, true),
      field(W.replacedParts, parts || W.none, true),
      field(W.engineer, writer.person(parties.engineerId)),
      field(W.visits, String(visit.count)),
      field(W.arrived, writer.at(visit.arrivedAt)),
      field(W.finished, writer.at(completedAt)),
      field(W.resolved, writer.word(outcome?.resolved)),
      field(W.tested, writer.word(outcome?.tested)),
      field(W.charged, writer.yuan(outcome && 'chargedFen' in outcome ? outcome.chargedFen : undefined)),
      field(W.signedOff, writer.at(outcome?.signedOffAt)),
      field(W.quality, String(outcome?.rating?.quality ?? W.none)),
      field(W.attitude, String(outcome?.rating?.attitude ?? W.none)),
      field(W.level, writer.named(levelOf(writer.state.facts))),
      field(W.work, writer.word(writer.state.facts.work, 'work')),
      ...coverageFields(writer.state),
    ]),
    ...goneThrough(writer),
    { kind: 'signatures', parties: [W.signCustomer, W.signEngineer] },
  ];
}

function levelOf({ level }: Served['facts']): string | undefined {
  return typeof level === 'string' ? level : undefined;
}

/** Who bears the work, where the policy decided it. */
function coverageFields(state: Served): ReturnType<typeof field>[] {
  if (typeof state.facts.coverage !== 'string') return [];
  const clauses = 'decisions' in state ? (state.decisions.entitlement?.clauses ?? []) : [];
  return [field(W.coverage, coverageOf(state)), field(W.clauses, cited(clauses))];
}

/** What a job went through with the customer: the site, item by item, and what was explained (N-2.1-2, N-2.1-3b). */
function goneThrough(writer: Writer<Served>): Block[] {
  const { siteCheck: site } = writer.state as Partial<JobState>;
  const briefed = writer.file.last.get('maintenance_briefed');
  const topics = typeof briefed?.topics === 'string' ? briefed.topics.split(' ') : [];
  const attendees = typeof briefed?.attendees === 'number' ? String(briefed.attendees) : W.none;
  return [
    ...tableIfAny(W.siteCheck, [text(W.item, 4), text(W.passed, 2)], site?.items ?? [], ({ item, passed }) => [
      writer.named(item),
      writer.word(passed),
    ]),
    ...(site?.text ? [fields(W.siteCheck, [field(W.siteText, writer.text(site.text), true)])] : []),
    ...(topics.length > 0
      ? [
          fields(W.briefed, [
            field(W.briefed, topics.map((topic) => writer.named(topic)).join('、'), true),
            field(W.attendees, attendees, true),
          ]),
        ]
      : []),
  ];
}
