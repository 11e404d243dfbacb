import { statfsSync } from 'node:fs';
import { ROOT } from './paths.mjs';
import { stop } from './say.mjs';

const OLDEST_NODE = [20, 9];

/** Refuses a Node.js that cannot even install what is missing. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  stop(
    `Node.js ${version} is too old: Cellwatch needs ${OLDEST_NODE.join('.')} or newer to set itself up. Install a current Node.js from nodejs.org.`,
  );
}

/** Refuses to start a step that the disk has no room for. */
export function checkDisk(megabytes, what) {
  const { bavail, bsize } = statfsSync(ROOT);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free >= megabytes) return;
  stop(`The disk is full: ${what} needs about ${megabytes} MB and ${free} MB are free. Make room and run the command again.`);
}
