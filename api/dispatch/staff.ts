/** What planning has to know of engineers: their certificates and when they are away. */
import { z } from 'zod';
import type { Absence, Certificate } from '../../prisma/generated/client';
import { words } from '../cases/titles/event-lines';
import type { ApiDeps } from '../deps';
import { asNamed } from '../department/forms';
import { withoutDefaults } from '../master/customers';
import { after, page, pageQuery, recordVersion, resourceRoutes } from '../master/resource';
import { refuse } from '../http/problem';
import type { Route } from '../route';

const word = z.string().trim().min(1).max(64);
const instant = z.iso.datetime({ offset: true });
const day = z.iso.date().nullable().default(null);
const byPerson = pageQuery.extend({ personId: word.optional() });

const certificate = z.strictObject({
  personId: word,
  kind: word.describe('as policies name it'),
  number: word.nullable().default(null),
  issuedOn: day,
  expiresOn: day.describe('good on this day, no more on the next; null: does not expire'),
});
const certificateView = certificate.extend({ id: z.string(), version: recordVersion }).meta({ id: 'Certificate' });

const absence = z.strictObject({
  personId: word,
  from: instant,
  until: instant,
  reason: z.string().trim().min(1).max(200).nullable().default(null),
});
const absenceView = absence
  .extend({ id: z.string(), version: recordVersion, titles: z.object({ person: words }) })
  .meta({ id: 'Absence' });
const withPerson = { person: { select: { name: true } } } as const;

const dayOf = (date: Date | null): string | null => date?.toISOString().slice(0, 10) ?? null;
const asDate = (text: string | null | undefined): Date | null | undefined => (text ? new Date(text) : text) as Date;

function toCertificate(c: Certificate): z.infer<typeof certificateView> {
  return { ...c, issuedOn: dayOf(c.issuedOn), expiresOn: dayOf(c.expiresOn) };
}

function toAbsence({ person, ...a }: Absence & { person: { name: string } }): z.infer<typeof absenceView> {
  const titles = { person: asNamed(person.name) };
  return { ...a, from: a.from.toISOString(), until: a.until.toISOString(), titles };
}

/** Refuses an end that is not after the beginning. */
function requireSpan(from: string | Date | undefined, until: string | Date | undefined): void {
  if (from === undefined || until === undefined || new Date(until) > new Date(from)) return;
  throw refuse('invalid_request', '结束须晚于开始', 'The end has to be after the beginning', { field: 'until' });
}

export function staffRoutes({ prisma, clock }: Pick<ApiDeps, 'prisma' | 'clock'>): Route[] {
  return [
    ...resourceRoutes(prisma, {
      path: 'certificates',
      one: 'certificate',
      query: byPerson,
      create: certificate,
      change: z.strictObject({ ...withoutDefaults(certificate.omit({ personId: true })) }).partial(),
      view: certificateView,
      list: async ({ cursor, limit, personId }) => {
        const rows = await prisma.certificate.findMany({
          where: { personId, ...after(cursor, 'kind') },
          orderBy: [{ kind: 'asc' }, { id: 'asc' }],
          take: limit + 1,
        });
        return page(rows, limit, (c) => c.kind, toCertificate);
      },
      read: async (id) => {
        const found = await prisma.certificate.findUnique({ where: { id } });
        return found && toCertificate(found);
      },
      add: async ({ issuedOn, expiresOn, ...data }, db, id) => {
        requireSpan(issuedOn ?? undefined, expiresOn ?? undefined);
        const dates = { issuedOn: asDate(issuedOn), expiresOn: asDate(expiresOn) };
        return toCertificate(await db.certificate.create({ data: { ...data, ...dates, id } }));
      },
      edit: async (id, { issuedOn, expiresOn, ...data }, version) => {
        const before = await prisma.certificate.findUnique({ where: { id } });
        const from = issuedOn === undefined ? before?.issuedOn : issuedOn;
        const until = expiresOn === undefined ? before?.expiresOn : expiresOn;
        requireSpan(from ?? undefined, until ?? undefined);
        const dates = { issuedOn: asDate(issuedOn), expiresOn: asDate(expiresOn) };
        return toCertificate(await prisma.certificate.update({ where: { id, version }, data: { ...data, ...dates } }));
      },
      remove: (id, version) => prisma.certificate.delete({ where: { id, version } }),
    }),
    ...resourceRoutes(prisma, {
      path: 'absences',
      one: 'absence',
      query: byPerson.extend({
        ended: z.stringbool().optional().describe('only those that are over, or only those that are not'),
      }),
      create: absence,
      change: z.strictObject({ ...withoutDefaults(absence.omit({ personId: true })) }).partial(),
      view: absenceView,
      list: async ({ cursor, limit, personId, ended }) => {
        const at = new Date(clock());
        const over = ended === undefined ? {} : { until: ended ? { lte: at } : { gt: at } };
        const rows = await prisma.absence.findMany({
          where: { personId, ...over, ...after(cursor, 'personId') },
          orderBy: [{ personId: 'asc' }, { id: 'asc' }],
          take: limit + 1,
          include: withPerson,
        });
        return page(rows, limit, (a) => a.personId, toAbsence);
      },
      read: async (id) => {
        const found = await prisma.absence.findUnique({ where: { id }, include: withPerson });
        return found && toAbsence(found);
      },
      add: async (data, db, id) => {
        requireSpan(data.from, data.until);
        return toAbsence(await db.absence.create({ data: { ...data, id }, include: withPerson }));
      },
      edit: async (id, data, version) => {
        const before = await prisma.absence.findUnique({ where: { id } });
        requireSpan(data.from ?? before?.from, data.until ?? before?.until);
        return toAbsence(await prisma.absence.update({ where: { id, version }, data, include: withPerson }));
      },
      remove: (id, version) => prisma.absence.delete({ where: { id, version } }),
    }),
  ];
}
