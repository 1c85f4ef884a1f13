/**
 * A unit that was exchanged: master data get the new one, with the warranty that the policy gives it, and say of the old
 * one what took its place. Later cases decide by these records.
 */
import type { DeliverOutcome } from '../domain/cases/record';
import type { Asset, PrismaClient } from '../prisma/generated/client';

interface Exchange {
  parties: { customerId: string };
  params: Readonly<Record<string, unknown>>;
}

/** Repeated, it changes nothing more. Refuses a serial number that is another customer's. */
export async function exchangeUnit(prisma: PrismaClient, { parties, params }: Exchange): Promise<DeliverOutcome> {
  const { customerId } = parties;
  const [serialNo, replaces, id] = [params.serialNo, params.replaces, params.replacesId].map(textOf);
  const old = await oldUnit(prisma, { customerId, serialNo: replaces, id });
  if (!old) return { result: 'nobody', reason: 'unit_unknown' };
  const dates = {
    exchangedOn: dateOf(params.exchangedOn),
    ...(params.warrantyFrom ? { warrantyFrom: dateOf(params.warrantyFrom) } : {}),
  };
  if (serialNo === undefined || serialNo === old.serialNo) {
    await prisma.asset.update({ where: { id: old.id }, data: dates });
    return { result: 'sent' };
  }
  const known = await prisma.asset.findUnique({ where: { serialNo } });
  if (known && known.customerId !== customerId) return { result: 'refused', reason: 'serial_of_another' };
  const model = textOf(params.model) ?? old.model;
  await prisma.$transaction([
    prisma.asset.upsert({
      where: { serialNo },
      create: { ...inItsStead(old), serialNo, model, ...dates },
      update: dates,
    }),
    prisma.asset.update({ where: { id: old.id }, data: { replacedBy: serialNo } }),
  ]);
  return { result: 'sent' };
}

async function oldUnit(
  prisma: PrismaClient,
  { customerId, serialNo, id }: { customerId: string; serialNo?: string; id?: string },
): Promise<Asset | null> {
  const bySerial = serialNo === undefined ? null : await prisma.asset.findFirst({ where: { serialNo, customerId } });
  return bySerial ?? (id === undefined ? null : await prisma.asset.findFirst({ where: { id, customerId } }));
}

/** What the new unit has from the old one: whose and where it is, and the terms of the sale. */
function inItsStead({
  customerId,
  siteId,
  product,
  soldByUs,
  saleDate,
  warrantyMonths,
  warrantyFrom,
  contractUntil,
}: Asset): Pick<
  Asset,
  'customerId' | 'siteId' | 'product' | 'soldByUs' | 'saleDate' | 'warrantyMonths' | 'warrantyFrom' | 'contractUntil'
> {
  return { customerId, siteId, product, soldByUs, saleDate, warrantyMonths, warrantyFrom, contractUntil };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Midnight UTC of the date, as the driver takes it. */
function dateOf(text: unknown): Date {
  return new Date(`${String(text)}T00:00:00Z`);
}
