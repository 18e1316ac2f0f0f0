import { fileURLToPath } from 'node:url';

/** Absolute path of a file of this repository. */
function path(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** Jest for every package: native ES modules, TypeScript through swc, workspace packages read from source. */
const preset = {
  reporters: [
    'default',
    path('packages/test-rig/count-reporter.mjs'),
    path('packages/test-rig/exit-reporter.mjs'),
    path('packages/test-rig/result-reporter.mjs'),
  ],
  // Not the shared temporary folder: inside a private network every user is called root.
  cacheDirectory: path('node_modules/.cache/jest'),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@whipway/source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['\\.live\\.test\\.ts$'],
  // For what hangs, not for what is slow: a busy machine is slow, too.
  testTimeout: 30_000,
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
  setupFilesAfterEnv: [path('packages/test-rig/retry-once.mjs')],
  testTimeout: 120_000,
  maxWorkers: 1,
  verbose: true,
};
