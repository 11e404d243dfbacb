import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { checkDisk, checkNode } from './check-machine.mjs';
import { NODE, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { say, stop } from './say.mjs';
import { withLock } from './with-lock.mjs';

const MARK = `${ROOT}node_modules/.cellwatch-installed`;

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(`${ROOT}package-lock.json`))
    .digest('hex');
const isInstalled = () => existsSync(MARK) && existsSync(NODE) && readFileSync(MARK, 'utf8') === wanted();

/** Installs the packages of the lock file, unless they are there. */
export async function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  await withLock('installation', async () => {
    if (isInstalled()) return;
    checkDisk(1200, 'installing packages');
    say('Installing packages (about a minute) …');
    const started = Date.now();
    // Not `npm ci`: it refuses a lock file without the optional binaries of other platforms, which a mirror may not carry.
    const { code, output } = await run('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      quiet: true,
      env: { NODE_ENV: 'development' },
    });
    if (code !== 0) {
      const full = /ENOSPC/.test(output) ? 'The disk is full. Make room and run the command again.\n\n' : '';
      stop(`${full}npm install failed:\n\n${output.trim()}`);
    }
    if (!existsSync(NODE))
      stop('The package "node" brought no Node.js for this machine: was npm run with --ignore-scripts? Run the command again without it.');
    writeFileSync(MARK, wanted());
    say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  });
}
