import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureDebianTools } from './ensure-debian-tools.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { CACHE, NODE, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

const bin = (name) => `${ROOT}node_modules/.bin/${name}`;
const VITEST_REPORT = `${CACHE}vitest.json`;
const PLAYWRIGHT_REPORT = `${CACHE}playwright.json`;

const command = (name, program, args) => ({
  name,
  check: async () => ({ passed: 1, failed: 0, ...((await run(program, args)).code === 0 ? {} : { passed: 0, failed: 1 }) }),
});

const unit = {
  name: 'unit tests',
  async check() {
    rmSync(VITEST_REPORT, { force: true });
    const { code } = await run(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile=${VITEST_REPORT}`]);
    return counted(code, () => {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(VITEST_REPORT, 'utf8'));
      return { passed: numPassedTests, failed: numFailedTests };
    });
  },
};

const journeys = {
  name: 'journeys',
  async check() {
    rmSync(PLAYWRIGHT_REPORT, { force: true });
    const { code } = await run(bin('playwright'), ['test', '--config', 'e2e/playwright.config.ts'], {
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: PLAYWRIGHT_REPORT },
    });
    return counted(code, () => {
      const { stats } = JSON.parse(readFileSync(PLAYWRIGHT_REPORT, 'utf8'));
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
    });
  },
};

const build = {
  name: 'build',
  async check() {
    await ensureBuilt();
    return { passed: 1, failed: 0 };
  },
};

/** A runner that failed without a failed test (a crash, no test found) counts as one failure. */
function counted(code, read) {
  let counts = { passed: 0, failed: 0 };
  try {
    counts = read();
  } catch {
    // It died before it could report.
  }
  if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) return { ...counts, failed: 1 };
  return counts;
}

export const STEPS = {
  all: [
    command('format and lint', bin('biome'), ['ci', '.']),
    command('types', bin('tsc'), ['--noEmit']),
    command('layers', NODE, ['scripts/check-layers.ts']),
    command('dead code', bin('knip'), ['--no-progress']),
    command('paths named in the docs', NODE, ['scripts/check-docs.ts']),
    command('licences and sources of packages', NODE, ['scripts/check-packages.ts']),
    unit,
    build,
    journeys,
  ],
  unit: [unit],
  e2e: [build, journeys],
};

/** Runs the steps in order, stops at the first that fails, and ends with the line `N passed, N failed`. */
export async function checkAll(steps) {
  await ensureInstalled();
  await ensureDebianTools();
  mkdirSync(CACHE, { recursive: true });
  // Next writes the types of its routes: the type check wants them before the first build.
  await run(bin('next'), ['typegen'], { quiet: true });
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    const started = Date.now();
    say(`\n── ${step.name}`);
    const { passed, failed } = await step.check();
    total.passed += passed;
    total.failed += failed;
    say(`── ${step.name}: ${failed === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    if (failed > 0) break;
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed === 0 ? 0 : 1);
}
