/** Sets a story's stage: people with new passwords, signed in, and customers with their units. */
import type { ApiClient } from './api-client';
import type { Narrator } from './narrator';
import { enrol, giveAccount, hire, type CastCustomer, type CastMember } from './stage';

/** Somebody of the cast, signed in. */
export interface Player {
  client: ApiClient;
  id: string;
  email: string;
}

export class StageHand {
  constructor(
    private readonly api: ApiClient,
    private readonly admin: ApiClient,
    private readonly tell: Narrator,
  ) {}

  /** Hires a member of the cast, gives them a new password and signs them in. */
  async signIn(member: CastMember): Promise<Player> {
    const person = await hire(this.admin, member);
    const password = await giveAccount(this.admin, person);
    this.tell.also(`${member.role.padEnd(10)} ${person.email}  ${password}`);
    return { client: await this.api.signIn(person.email, password), id: person.id, email: person.email };
  }

  /** Hires somebody who only has to be there. */
  async hire(member: CastMember): Promise<string> {
    return (await hire(this.admin, member)).id;
  }

  /** Finds the customer and the unit, or adds them. */
  enrol(desk: Player, customer: CastCustomer): Promise<{ customerId: string; assetId: string }> {
    return enrol(desk.client, customer);
  }
}
