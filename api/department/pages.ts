/** The pages of the department's own records, beside worklist and cases: what each reads says who has it. */
import type { SystemRole } from '../../domain/cases/record';
import type { DEPARTMENT_PAGES } from '../../messages/department-words';
import { mayCall, type RouteKey } from '../roles';

/** A page by its name, which is also its address: `filings` is at `/filings`. */
export type DepartmentPage = keyof typeof DEPARTMENT_PAGES;

/** What a page cannot be shown without, in the order in which pages are offered. */
const reads: Readonly<Record<DepartmentPage, RouteKey>> = {
  plans: 'GET /v1/plans',
  care: 'GET /v1/care/tasks',
  surveys: 'GET /v1/surveys',
  customers: 'GET /v1/customers',
  duties: 'GET /v1/chores',
  parts: 'GET /v1/parts',
  loaners: 'GET /v1/loaners',
  money: 'GET /v1/money',
  filings: 'GET /v1/filings',
  rota: 'GET /v1/rota',
  partners: 'GET /v1/partners',
  'maker-documents': 'GET /v1/maker-documents',
  policies: 'GET /v1/policies/:id/signoffs',
  reports: 'GET /v1/reports',
};

export const departmentPages = Object.keys(reads) as [DepartmentPage, ...DepartmentPage[]];

/** The pages that a role may read. */
export function pagesFor(role: SystemRole): DepartmentPage[] {
  return departmentPages.filter((page) => mayCall(reads[page], role));
}
