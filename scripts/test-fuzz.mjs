import { ensureInstalled } from './launch/ensure-installed.mjs';
import { ROOT } from './launch/paths.mjs';
import { run } from './launch/run.mjs';
import { say } from './launch/say.mjs';

/**
 * The fuzz tests at length, with a seed of their own that a failure names: `npm run test:fuzz`, or `-- N` for another number than
 * 100,000 requests, as many registries and policies, and as many answers of AWS.
 */
const MANY = Number(process.argv[2] ?? 100_000);
/** Kinds of answers, of which each gets its share. */
const OPERATIONS = 17;

await ensureInstalled();
say(`${MANY.toLocaleString('en')} requests, documents and answers of AWS …`);
const files = ['lib/http/fuzz.test.ts', 'lib/domain/registry/fuzz.test.ts', 'lib/sources/fuzz.test.ts'];
const { code } = await run(`${ROOT}node_modules/.bin/vitest`, ['run', '--reporter=verbose', ...files], {
  env: {
    FUZZ_REQUESTS: `${MANY}`,
    FUZZ_DOCUMENTS: `${Math.ceil(MANY / 4)}`,
    FUZZ_ANSWERS: `${Math.ceil(MANY / OPERATIONS)}`,
  },
});
process.exit(code);
