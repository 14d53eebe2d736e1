// Compiles src/ and bench/ to build/, as scripts/build.mjs does to dist/, and runs the benchmarks there.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

rmSync('build', { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.bench.json');
cpSync('flows', 'build/flows', { recursive: true });
const { SHIPPED_FLOWS, writeCompiledFlows } = await import('../build/src/shipped-flows.js');
const { loadLibrary } = await import('../build/src/library.js');
writeCompiledFlows(
  loadLibrary(undefined),
  SHIPPED_FLOWS,
  new URL('../build/src/flows.json', import.meta.url),
);
run('build/bench/bench.js', ...process.argv.slice(2));
