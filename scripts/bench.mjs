import { ensureBuilt } from './launch/ensure-built.mjs';
import { ensureDebianTools } from './launch/ensure-debian-tools.mjs';
import { ensureInstalled } from './launch/ensure-installed.mjs';
import { NODE } from './launch/paths.mjs';
import { Processes } from './launch/processes.mjs';

await ensureInstalled();
await ensureDebianTools();
await ensureBuilt();
const processes = new Processes();
const child = processes.start('The benchmark', NODE, [
  '--expose-gc',
  '--conditions=react-server',
  'bench/main.ts',
  ...process.argv.slice(2),
]);
child.once('exit', (code) => process.exit(code ?? 1));
