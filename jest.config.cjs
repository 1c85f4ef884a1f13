// Tests run on swc: types are checked once, by `npm run check`, not in each test file.
const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};
// Packages that ship as ES modules only, and so have to be compiled for Jest's CommonJS runtime.
const esmOnly = [
  'jose',
  'temporal-polyfill',
  'temporal-spec',
  'temporal-utils',
  'better-auth',
  '@better-auth',
  'better-call',
  'better-sse',
  '@noble',
  'nanostores',
  'kysely',
  'openid-client',
  'oauth4webapi',
  'rou3',
  'defu',
  'happy-dom',
  'entities',
  'buffer-image-size',
  'whatwg-mimetype',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.(t|j|mj)sx?$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  setupFiles: ['<rootDir>/test/rig/seed.ts'],
  globalSetup: '<rootDir>/test/rig/global-setup.ts',
  globalTeardown: '<rootDir>/test/rig/global-teardown.ts',
  // Two files at once, also on two cores, where Jest would take one after the other: most of the time is waiting.
  maxWorkers: 2,
  // Each file evaluates the whole code anew: a worker that has grown so far is replaced before the next file.
  workerIdleMemoryLimit: '2GB',
  testTimeout: 180_000,
};
