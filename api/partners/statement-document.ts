/** A settlement as a document to be signed by both parties: totals, the fund, and every line with its case and clauses. */
import { factCatalogue } from '../../domain/decision/facts';
import type { SettlementLine, Statement } from '../../domain/partners/settlement';
import { table } from '../../documents/blocks';
import type { Block, Column, DocumentContent } from '../../documents/content';
import { COST_KINDS, OPEN_LINES, SETTLEMENT_WORDS as W } from '../../messages/settlement-words';

/** What the statement says of itself. */
export interface StatementHead {
  partner: string;
  /** Title and version of the agreement. */
  agreement: string;
  /** Where it stands, and since when: local time with its offset, and by whom. */
  standing: readonly string[];
}

/** Pure: the same statement and head give the same document. */
export function statementDocument(head: StatementHead, statement: Statement): DocumentContent {
  const { partner, agreement, standing } = head;
  return {
    title: `${W.title} ${partner}`,
    subtitle: [`${W.agreement}: ${agreement}`, `${W.settleBy}: ${statement.settleBy} · ${W.money}`, ...standing],
    footer: `${W.title} · ${partner} · ${statement.settleBy}`,
    landscape: true,
    blocks: [
      totals(statement),
      ...fund(statement),
      lines(statement),
      { kind: 'signatures', title: W.signatures, parties: [W.principalParty, W.partnerParty] },
    ],
  };
}

const money = (title: string, width = 1): Column => ({ title, width, as: 'yuan' });
const items = [{ title: W.item, width: 3 }, money(W.amount), { title: W.clauses, width: 2 }];

/** What a line leaves to be settled later: no facts, or no card. */
const leftOpen = ({ open, fen }: SettlementLine): number => (open === undefined ? 0 : fen);
const sum = (of: readonly number[]): number => of.reduce((total, fen) => total + fen, 0);

function totals({ lines, principalOwesFen, partnerOwesFen, clauses }: Statement): Block {
  return table(W.totals, items, [
    [W.principalOwes, principalOwesFen, clauses.join(' ')],
    [W.partnerOwes, partnerOwesFen, clauses.join(' ')],
    [W.unsettled, sum(lines.map(leftOpen)), null],
  ]);
}

function fund({ fund: f }: Statement): Block[] {
  if (!f) return [];
  const clauses = f.clauses.join(' ');
  return [
    table(W.fund, items, [
      [W.payments, f.paymentsFen, null],
      [W.fundOf, f.fundFen, clauses],
      [W.carriedIn, f.carriedInFen, clauses],
      [W.spent, f.spentFen, null],
      [W.overrun, f.overrunFen, clauses],
      [W.carryOut, f.carryOutFen, clauses],
    ]),
  ];
}

function lines({ lines: all }: Statement): Block {
  const shares = (l: SettlementLine): number[] => [
    l.fen,
    // What waits for its card is owed by nobody yet.
    ...(l.open === undefined ? [l.principalFen, l.partnerFen, l.fundFen, l.userFen] : [0, 0, 0, 0]),
    leftOpen(l),
  ];
  const total = all.map(shares).reduce((a, b) => a.map((fen, i) => fen + b[i]!), [0, 0, 0, 0, 0, 0]);
  const rows = all.map((l) => [
    ...[l.on, l.reference, l.caseId ?? null, COST_KINDS[l.kind]],
    ...shares(l),
    l.cardNo ?? null,
    l.clauses.join(' ') || null,
    remarks(l),
  ]);
  return table(
    W.lines,
    [
      { title: W.on, width: 1.4 },
      { title: W.reference, width: 1.8 },
      { title: W.case, width: 1.7 },
      { title: W.kind, width: 1.3 },
      money(W.amount, 1.2),
      money(W.principal, 1.2),
      money(W.partner, 1.2),
      money(W.drawn, 1.2),
      money(W.user, 1.1),
      money(W.open, 1.2),
      { title: W.card, width: 1.2 },
      { title: W.clauses, width: 1.6 },
      { title: W.remarks, width: 2 },
    ],
    rows.length === 0 ? [] : [...rows, [W.sum, null, null, null, ...total, null, null, null]],
  );
}

/** Most facts stand for one another: the first ones say what is wanted. */
const mostFacts = 2;

/** Of which period a line is that was settled late, and what an open one waits for. */
function remarks({ open, missing, earlier }: SettlementLine): string | null {
  const late = earlier === undefined ? [] : [`${W.earlier} ${earlier}`];
  if (open === undefined) return late.join('') || null;
  const facts = missing.slice(0, mostFacts).map((fact) => {
    const title = factCatalogue[fact]?.title;
    return title ? `${title.zh} ${title.en}` : fact;
  });
  return [
    ...late,
    OPEN_LINES[open],
    ...(open === 'facts_missing' ? facts : []),
    ...(missing.length > mostFacts ? [W.orOthers] : []),
  ].join('；');
}
