import { existsSync, readdirSync } from 'node:fs';
import { run } from './run.mjs';
import { say, stop } from './say.mjs';

/** Of each version there is a folder, which the client alone also makes. */
const POSTGRESQL = '/usr/lib/postgresql';
const isPostgresThere = () =>
  existsSync(POSTGRESQL) && readdirSync(POSTGRESQL).some((name) => existsSync(`${POSTGRESQL}/${name}/bin/initdb`));

/** What the tests call, and the Debian package that brings it. */
const TOOLS = [
  { isThere: () => existsSync('/usr/bin/chromium'), package: 'chromium' },
  { isThere: () => existsSync('/usr/lib/python3/dist-packages/boto3'), package: 'python3-boto3' },
  { isThere: () => existsSync('/usr/bin/aws'), package: 'awscli' },
  { isThere: isPostgresThere, package: 'postgresql' },
];

/** Installs Debian's Chromium, boto3, AWS command line and PostgreSQL, unless they are there. */
export async function ensureDebianTools() {
  const missing = TOOLS.filter((tool) => !tool.isThere()).map((tool) => tool.package);
  if (missing.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const byHand = `Install them by hand: apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get'))
    stop(`The tests call ${missing.join(', ')}, and this machine has no apt-get. ${byHand}, or the like of your system.`);
  say(`Installing ${missing.join(', ')} from Debian (a minute or two) …`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...missing]]) {
    const [command, ...rest] = [...asRoot, 'apt-get', ...args];
    const { code, output } = await run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (code !== 0) stop(`${[command, ...rest].join(' ')} failed:\n\n${output.trim()}\n\n${byHand}`);
  }
}
