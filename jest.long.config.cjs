// `npm run test:long`: what takes minutes (floods, hours of refused mails, generated cases under fire, time zones).
const base = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  // Two files at once, as there: while one reckons, another waits for the clock, a killed worker's tasks or a restart.
  ...base,
  testMatch: ['<rootDir>/test/**/*.long.ts'],
  testTimeout: 1_200_000,
};
