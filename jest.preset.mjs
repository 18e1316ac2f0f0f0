import { fileURLToPath } from 'node:url';

const countReporter = new URL('packages/test-rig/count-reporter.mjs', import.meta.url);

/** Jest for every package: native ES modules, TypeScript through swc, workspace packages read from source. */
const preset = {
  reporters: ['default', fileURLToPath(countReporter)],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@whipway/source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['\\.live\\.test\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
};
export default preset;

/** The same for suites that drive a real browser or media server: one file at a time, long limits, names printed. */
export const live = {
  ...preset,
  testMatch: ['<rootDir>/test/**/*.live.test.ts'],
  testPathIgnorePatterns: [],
  testTimeout: 120_000,
  maxWorkers: 1,
  verbose: true,
};
