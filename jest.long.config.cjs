// `npm run test:long`: what takes minutes (floods, hours of refused mails, generated cases under fire, time zones).
const base = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/**/*.long.ts'],
  // One after the other: each brings engines of its own and wants the whole machine.
  maxWorkers: 1,
  testTimeout: 1_200_000,
};
