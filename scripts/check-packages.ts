import { readFileSync } from 'node:fs';
import { isAllowed } from './spdx.ts';

/**
 * Fails when a package that ships with Cellwatch has a licence that was not looked at, or when any package of the lock file is not
 * bound to its content, or comes from elsewhere than the registry.
 */
interface Locked {
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  integrity?: string;
  resolved?: string;
  link?: boolean;
}

/** They ask for no more than to be named. */
const ALLOWED = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0']);

/** Looked at one by one, with what was found. */
const EXCEPTIONS: readonly { name: RegExp; license: string; why: string }[] = [
  { name: /^@fontsource-variable\/(inter|jetbrains-mono)$/, license: 'OFL-1.1', why: 'fonts, shipped unchanged and under their names' },
  { name: /^caniuse-lite$/, license: 'CC-BY-4.0', why: 'data for the build' },
  {
    name: /^@img\/sharp-(libvips-.+|wasm32|win32-.+)$/,
    license: 'LGPL-3.0-or-later',
    why: 'a library of its own, optional, and never loaded: next.config.js makes no pictures smaller',
  },
];

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Locked>;
};

const locked = Object.entries(packages)
  .filter(([path, { link }]) => path !== '' && !link)
  .map(([path, entry]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), path, ...entry }));
const shipped = locked.filter(({ dev, devOptional }) => !dev && !devOptional);

const faults = [
  ...shipped.flatMap(({ name, license }) => {
    if (license === undefined) return [`${name} names no licence`];
    const exceptions = EXCEPTIONS.filter((one) => one.name.test(name)).map((one) => one.license);
    return isAllowed(license, new Set([...ALLOWED, ...exceptions])) ? [] : [`${name} is under ${license}, which nobody has looked at`];
  }),
  ...locked.flatMap(({ path, integrity }) => (integrity?.startsWith('sha512-') ? [] : [`${path} has no sha512 of its content`])),
  ...locked.flatMap(({ path, resolved }) =>
    resolved === undefined || /^https:\/\/[^/]+\/.+\.tgz$/.test(resolved) ? [] : [`${path} comes from ${resolved}, which is no registry`],
  ),
];

for (const fault of faults) console.error(fault);
if (faults.length === 0)
  console.error(`${shipped.length} packages ship under known licences; ${locked.length} are bound to their content.`);
process.exit(faults.length === 0 && shipped.length > 100 ? 0 : 1);
