/**
 * Where the money of a repair's charges is, as the auditor follows it: collected, handed in, with finance, invoiced. It
 * sets the marks of which the policy's promises are made; kept apart from the product's own account of it.
 */
import type { Accounts } from '../account';
import type { Ledger } from '../ledger';
import { owed } from '../milestones';

interface Charged {
  entry: number;
  fen: number;
  first: boolean;
  /** What the customer gets for it: an invoice or a receipt. */
  paper?: string | undefined;
  collected: boolean;
  handedIn: boolean;
  confirmed: boolean;
  invoice: 'none' | 'wanted' | 'sent';
  void: boolean;
}

export class ChargedMoney {
  private readonly all: Charged[] = [];

  /** Entered at a sign-off; not for what the customer remitted before, which is with finance already. */
  charged(c: Ledger, entry: number, invoiceFirst: boolean, asked: string | undefined): void {
    const paper = asked ?? (invoiceFirst ? 'invoice' : undefined);
    const invoice = paper === undefined ? 'none' : 'wanted';
    const { fen } = c.book.entry(entry)!;
    const stages = { collected: !invoiceFirst, handedIn: false, confirmed: false, invoice, void: false } as const;
    this.all.push({ entry, fen, first: invoiceFirst, paper, ...stages });
    c.mark(invoiceFirst ? 'payment_deferred' : 'paid_on_the_spot');
    if (invoice === 'wanted') c.mark('invoice_wanted');
  }

  invoiceWanted(c: Ledger, paper: string): void {
    for (const one of this.live) if (one.invoice === 'none') Object.assign(one, { invoice: 'wanted', paper });
    c.mark('invoice_wanted');
  }

  invoiceSent(c: Ledger): void {
    for (const one of this.live) if (one.invoice === 'wanted') one.invoice = 'sent';
    c.mark('invoice_sent');
    if (this.waits('money_collected')) c.mark('collection_due');
  }

  collected(c: Ledger): void {
    for (const one of this.live) one.collected = true;
    c.mark('money_collected');
  }

  /** Answers how much was held until then, fen. */
  handedIn(c: Ledger): number {
    const held = this.live.filter((one) => this.stages.money_handed_in!(one));
    for (const one of held) one.handedIn = true;
    c.mark('money_handed_in');
    return held.reduce((sum, { fen }) => sum + fen, 0);
  }

  confirmed(c: Ledger, entry: number): void {
    const found = this.all.find((one) => one.entry === entry);
    if (!found) return;
    found.confirmed = true;
    if (!this.waits('money_confirmed')) c.mark('money_confirmed');
  }

  /** Taken back: promises that were about nothing else fall away. */
  reversed(c: Ledger, entry: number): void {
    const found = this.all.find((one) => one.entry === entry);
    if (!found) return;
    found.void = true;
    for (const round of [...c.rounds.values()]) {
      const about = round.milestone.to.filter((mark) => mark in this.stages);
      if (owed(round) && about.length > 0 && !about.some((mark) => this.waits(mark)))
        c.stop(round, 'cancelled', 'charge_reversed');
    }
  }

  /** What a case keeps of it. */
  accounts(): Accounts {
    if (this.all.length === 0) return {};
    return {
      charges: this.all.map(({ entry, fen, first, paper, collected }) => ({
        entry,
        fen,
        first,
        paper,
        collected: collected ? {} : undefined,
      })),
    };
  }

  private get live(): Charged[] {
    return this.all.filter((one) => !one.void);
  }

  private readonly stages: Readonly<Record<string, (one: Charged) => boolean>> = {
    invoice_sent: ({ invoice }) => invoice === 'wanted',
    money_collected: ({ collected, confirmed }) => !collected && !confirmed,
    money_handed_in: ({ collected, handedIn, confirmed }) => collected && !handedIn && !confirmed,
    money_confirmed: ({ collected, confirmed }) => collected && !confirmed,
  };

  private waits(mark: string): boolean {
    return this.live.some((one) => this.stages[mark]!(one));
  }
}
