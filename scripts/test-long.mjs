import { ensureBuilt } from './launch/ensure-built.mjs';
import { ensureDebianTools } from './launch/ensure-debian-tools.mjs';
import { ensureInstalled } from './launch/ensure-installed.mjs';
import { NODE, ROOT } from './launch/paths.mjs';
import { run } from './launch/run.mjs';
import { say } from './launch/say.mjs';

/** What must hold and takes too long for `npm test`: `npm run test:long`, or `-- NAME` for one step. At most an hour in all. */
const bench = (name, ...more) => [NODE, ['--expose-gc', '--conditions=react-server', 'bench/main.ts', name, ...more]];
const STEPS = {
  faults: [`${ROOT}node_modules/.bin/vitest`, ['run', 'lib/http/fault-matrix.test.ts'], { env: { FAULTS: 'all' } }],
  fuzz: [NODE, ['scripts/test-fuzz.mjs']],
  'soak-hours': bench('soak-hours', '--rounds', '24'),
  'soak-viewers': bench('soak-viewers'),
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in STEPS));
if (unknown !== undefined) {
  say(`There is no step "${unknown}"; there are: ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}
await ensureInstalled();
await ensureDebianTools();
await ensureBuilt();
let failed = 0;
for (const name of asked.length > 0 ? asked : Object.keys(STEPS)) {
  const started = Date.now();
  say(`\n── ${name}`);
  const { code } = await run(...STEPS[name]);
  if (code !== 0) failed++;
  say(`── ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 60_000).toFixed(1)} min`);
}
process.exit(failed === 0 ? 0 : 1);
