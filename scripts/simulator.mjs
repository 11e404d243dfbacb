import { ensureInstalled } from './launch/ensure-installed.mjs';
import { NODE } from './launch/paths.mjs';
import { Processes } from './launch/processes.mjs';

await ensureInstalled();
new Processes().start('The simulator', NODE, ['simulator/main.ts', ...process.argv.slice(2)]);
