// Compiles src/ to dist/. Without the compiler (an install that left out the dev dependencies) an existing build is kept.
// It does not check: `npm run types` does, once for all, and takes four times as long.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';

const compiler = 'node_modules/typescript/bin/tsc';
if (!existsSync(compiler)) {
  if (existsSync('dist/cli.js')) process.exit(0);
  console.error('build: typescript is not installed; run `npm ci` with the dev dependencies');
  process.exit(1);
}
rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck'], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
for (const assets of ['page', 'estates'])
  cpSync(`src/sandbox/${assets}`, `dist/sandbox/${assets}`, { recursive: true });
chmodSync('dist/cli.js', 0o755);

// A start reads them instead of a hundred YAML files. Flows with a problem are left to `s3denied flows lint`, which must still run.
const { SHIPPED_FLOWS, writeCompiledFlows } = await import('../dist/shipped-flows.js');
const { loadLibrary } = await import('../dist/library.js');
try {
  writeCompiledFlows(loadLibrary(undefined), SHIPPED_FLOWS, new URL('../dist/flows.json', import.meta.url));
} catch (error) {
  console.error(`build: the flows were not compiled: ${error.message}`);
}
