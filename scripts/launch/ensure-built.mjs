import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { checkDisk } from './check-machine.mjs';
import { NEXT, NODE, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { say, stop } from './say.mjs';
import { withLock } from './with-lock.mjs';

const MARK = `${ROOT}.next/cellwatch-built`;
const SOURCES = [
  'app',
  'components',
  'lib',
  'pages',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'tsconfig.json',
  'package-lock.json',
];

function hashOfSources() {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(ROOT + path)) return;
    if (statSync(ROOT + path).isDirectory()) {
      for (const name of readdirSync(ROOT + path).sort()) add(`${path}/${name}`);
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0`).update(readFileSync(ROOT + path));
    }
  };
  for (const source of SOURCES) add(source);
  return hash.digest('hex');
}

const isBuilt = (hash) => existsSync(MARK) && readFileSync(MARK, 'utf8') === hash;

/** Builds the app, unless the build there is of these very sources. */
export async function ensureBuilt() {
  if (isBuilt(hashOfSources())) return;
  await withLock('build', async () => {
    const hash = hashOfSources();
    if (isBuilt(hash)) return;
    checkDisk(400, 'building the app');
    say('Building the app (about half a minute) …');
    const started = Date.now();
    const { code, output } = await run(NODE, [NEXT, 'build'], { quiet: true, env: { NODE_ENV: 'production' } });
    if (code !== 0) stop(`The build failed:\n\n${output.trim()}`);
    writeFileSync(MARK, hash);
    say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
  });
}
