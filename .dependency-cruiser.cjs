/** The layer rule: arrows point one way (docs/decisions/0001). @type {import('dependency-cruiser').IConfiguration} */
const rooms =
  'domain|workflows|activities|api|audit|policies|calendars|messages|documents|engines|bin|bench|test|prisma';
const only = (name, from, may) => ({
  name,
  severity: 'error',
  from: { path: `^(${from})/` },
  to: { path: `^(${rooms})/`, pathNot: `^(${[from, ...may].join('|')})(/|[.]ts)` },
});

module.exports = {
  forbidden: [
    // Types count too: a file that needs another's type and is needed by it has one subject with it, or hides a third.
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('domain-imports-nothing-of-ours', 'domain', []),
    {
      ...only('workflows-know-activities-by-type-only', 'workflows', ['domain']),
      to: { path: `^(${rooms})/`, pathNot: '^(workflows|domain)/', dependencyTypesNot: ['type-only'] },
    },
    only('activities-import-domain-and-messages', 'activities', [
      'domain',
      'messages',
      'documents',
      'calendars',
      'prisma',
      'audit',
    ]),
    only('messages-import-domain', 'messages', ['domain', 'policies']),
    only('documents-import-domain-and-messages', 'documents', ['domain', 'messages']),
    only('calendars-import-domain', 'calendars', ['domain']),
    only('policies-import-domain-and-calendars', 'policies', ['domain', 'calendars', 'prisma']),
    only('api-reads-and-sends', 'api', [
      'domain',
      'prisma',
      'policies',
      'messages',
      'documents',
      'audit',
      'workflows/search-attributes',
    ]),
    // The auditor shares shapes, calendar arithmetic, the reader of a policy's decisions and the action tables with the product, never what it judges.
    {
      name: 'audit-judges-and-so-shares-no-functions',
      severity: 'error',
      from: { path: '^audit/' },
      to: {
        path: `^(${rooms})/`,
        pathNot:
          '^(audit|domain/policy|domain/calendar|domain/decision|domain/time|messages)/|^domain/cases/(repair|return|complaint|job)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'audit-takes-no-clock-from-the-product',
      severity: 'error',
      from: { path: '^audit/' },
      to: {
        path: '^domain/sla/|^domain/cases/(work|supervision|step-record|(repair|return|complaint|job|visit)/)|^workflows/',
      },
    },
    only('engines-stand-alone', 'engines', []),
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|prisma/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
