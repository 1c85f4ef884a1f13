/** What a customer file lacks, as the database sees it: read by the pass that asks for it and by whoever lists the duty. */
import { Prisma } from './generated/client';

/** The fields, out of an array of texts, that are blank in the sale `s`, its customer `c` and its unit `a`. */
export function blankFields(fields: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`array(
    SELECT f FROM unnest(${fields}) f
    WHERE coalesce(btrim(jsonb_build_object('sale', to_jsonb(s), 'customer', to_jsonb(c), 'asset', to_jsonb(a))
      #>> string_to_array(f, '.')), '') = ''
  )`;
}
