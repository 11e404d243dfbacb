import { spawnSync } from 'node:child_process';
import { ensureInstalled } from './launch/ensure-installed.mjs';
import { childEnvironment, NODE, ROOT } from './launch/paths.mjs';

await ensureInstalled();
const { status } = spawnSync(NODE, ['scripts/restore-drill.ts', ...process.argv.slice(2)], {
  cwd: ROOT,
  env: childEnvironment(),
  stdio: 'inherit',
});
process.exit(status ?? 2);
