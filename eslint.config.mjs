import tseslint from 'typescript-eslint';

/** What workflow code and `domain` may not reach: anything that reads the world or the clock of this machine. */
const wall = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: [
            'node:*',
            'fs',
            'path',
            'os',
            'crypto',
            'http',
            'https',
            'child_process',
            'process',
            'util',
            'events',
            'stream',
          ],
          message: 'No Node built-ins in workflow code or domain: they differ between machines and break replay.',
        },
        {
          group: [
            '@prisma/*',
            'prisma',
            'pg',
            'nodemailer',
            'express',
            '@temporalio/client',
            '@temporalio/worker',
            '@temporalio/activity',
          ],
          message: 'Effects belong in activities/ and api/.',
        },
      ],
    },
  ],
  'no-restricted-globals': ['error', 'process', 'Buffer', 'setInterval', 'fetch', 'performance', 'Temporal'],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'CallExpression[callee.property.name=/^(format|formatToParts)$/][arguments.length=0]',
      message: 'An argument-less Intl format reads the real clock, also on replay.',
    },
    {
      selector: "CallExpression[callee.name='condition'] > ArrowFunctionExpression[async=true]",
      message: 'An async predicate is always true.',
    },
    {
      selector: "MemberExpression[object.name='Intl']",
      message: 'No zone look-ups or formatting in workflow code: the calendar snapshot carries the zone.',
    },
    {
      selector:
        'CallExpression[callee.property.name=/^(getHours|getDay|getDate|getMonth|getFullYear|getMinutes|getTimezoneOffset|toLocaleString|toLocaleDateString|toLocaleTimeString)$/]',
      message: "The host's zone leaks here: use the calendar snapshot.",
    },
    {
      selector: "Property[key.name='validator'] > :function[async=true]",
      message: 'An async validator wedges the case.',
    },
    {
      selector: ":matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind='let']",
      message: 'Modules are shared by all cases of a worker: one that keeps state mixes cases up.',
    },
    {
      selector:
        ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet)$/]',
      message: 'Modules are shared by all cases of a worker: one that keeps state mixes cases up.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '**/generated/**', '*.cjs', '**/*.mjs', 'api/pages/static/**', '.ci/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['domain/**/*.ts', 'workflows/**/*.ts'], rules: wall },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'domain has no clock: take the instant as an argument.' },
        { object: 'Math', property: 'random', message: 'domain has no randomness.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off' },
  },
);
