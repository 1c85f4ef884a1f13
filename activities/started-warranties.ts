/** A unit that was accepted: master data get the date from which its warranty runs (C-SEC-1.3). Later cases decide by it. */
import type { DeliverOutcome } from '../domain/cases/record';
import type { PrismaClient } from '../prisma/generated/client';

interface Started {
  parties: { customerId: string };
  params: Readonly<Record<string, unknown>>;
}

/**
 * Repeated, it changes nothing more. The day of installation is entered where nobody knew it. Whose unit it is not any
 * more stays as it is, and so does one that is not there.
 */
export async function startWarranty(prisma: PrismaClient, { parties, params }: Started): Promise<DeliverOutcome> {
  const of = { id: String(params.assetId), customerId: parties.customerId };
  const { count } = await prisma.asset.updateMany({ where: of, data: { warrantyFrom: dateOf(params.warrantyFrom) } });
  if (count === 0) return { result: 'nobody', reason: 'unit_unknown' };
  const installedOn = dateOf(params.installedOn);
  await prisma.asset.updateMany({ where: { ...of, installedOn: null }, data: { installedOn } });
  return { result: 'sent' };
}

/** Midnight UTC of the date, as the driver takes it. */
function dateOf(text: unknown): Date {
  return new Date(`${String(text)}T00:00:00Z`);
}
