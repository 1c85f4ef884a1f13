/** The kinds of work that a job may be. Apart from its state, for policies name them too. */

/** The work orders beside repairs (N-2.1-1, N-2.1-2, N-2.1-3a, N-2.5-C-6, C-SEC-2-h, O-3.1-a, O-5.2, O-6.2 …). */
export const jobWorks = [
  'site_preparation',
  'site_check',
  'demonstration',
  'installation',
  'training',
  'maintenance',
  'inspection',
  'delivery',
  'test',
  'consultation',
] as const;
export type JobWork = (typeof jobWorks)[number];

/** What a delivery is of: goods in stock, goods wanted at once, goods that have to be got first (O-2.2, O-2.3). */
export const orderClasses = ['regular', 'urgent', 'special'] as const;
