import { availableParallelism } from 'node:os';

export default {
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  coverageProvider: 'v8',
  // The slowest suites wait for processes and peers rather than for the processor: half as many again as there are.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // The machines are shared: slow is not wrong.
  testTimeout: 20_000,
  setupFiles: ['<rootDir>/test/support/environment.ts'],
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
};
