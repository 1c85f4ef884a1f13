/** The section `customerFiles:` of a service policy: by when the file of a sale is complete, and what belongs to it. */
import { z } from 'zod';
import { id } from './schema-parts';
import { datedDuty } from './schema-stock';

export const customerFilesSection = z.strictObject({
  ...datedDuty,
  /**
   * Columns that must not be blank: `customer.…`, `asset.…` or `sale.…`; what a product family wants noted beside stands
   * under `asset.attributes.…`.
   */
  fields: z.array(z.string().regex(/^(customer|asset|sale)(\.[a-zA-Z][a-zA-Z0-9]*)+$/)).min(1),
  /** The KPI by which the share of complete files is judged. */
  kpi: id.optional(),
});
