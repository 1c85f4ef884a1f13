/** What a policy calls the categories, levels and bases of its complaints, and the clocks that come with them. */
import type { Words } from './bilingual';

interface Titled {
  id: string;
  title: Words;
}

/** Reads the section `complaints` of a published body; empty where there is none. */
export function complaintTitles(
  body: unknown,
): Record<'categories' | 'reviewLevels' | 'bases' | 'milestones', Titled[]> {
  const section = record(record(body).complaints);
  const categories = titled(section.categories);
  const reviewLevels = titled(section.levels);
  return {
    categories,
    reviewLevels,
    bases: titled(record(section.compensation).bases),
    milestones: [
      ...categories.map(({ id, title }) => ({
        id: `task_${id}`,
        title: { zh: `${title.zh}：部门答复`, en: `${title.en}: the department’s answer` },
      })),
      ...reviewLevels.map(({ id, title }) => ({
        id: `review_${id}`,
        title: { zh: `${title.zh}：复核裁定`, en: `${title.en}: ruling` },
      })),
    ],
  };
}

function titled(items: unknown): Titled[] {
  if (!Array.isArray(items)) return [];
  return items.map(record).flatMap(({ id, title }) => {
    const { zh, en } = record(title);
    return typeof id === 'string' && typeof zh === 'string' && typeof en === 'string'
      ? [{ id, title: { zh, en } }]
      : [];
  });
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
