import { readFileSync } from 'node:fs';

/** Format of the write-ahead log. Source: sqlite.org/fileformat2.html, "The Write-Ahead Log". Numbers are big-endian. */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/**
 * Where the write-ahead log is broken in its midst, in words; null for one that is whole, or that a crash cut short at its end.
 * SQLite reads a log up to the first frame that does not add up, and takes the rest for a commit that was never acknowledged.
 * But each commit is synced before the next begins, so one with another after it was acknowledged: leaving it out loses it.
 */
export function walFault(path: string): string | null {
  const log = readFileSync(path);
  if (log.length <= HEADER_BYTES) return null;
  const magic = log.readUInt32BE(0);
  const littleEndian = magic === MAGIC;
  let sum = summed(log, 0, 24, [0, 0], littleEndian);
  if ((!littleEndian && magic !== MAGIC + 1) || !isSum(log, 24, sum)) return 'its head is broken';
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  const ofThisLog = (at: number) => log.compare(log, 16, 24, at + 8, at + 16) === 0;
  let at = HEADER_BYTES;
  for (; at + frameBytes <= log.length && ofThisLog(at); at += frameBytes) {
    const next = summed(log, at + FRAME_HEADER_BYTES, at + frameBytes, summed(log, at, at + 8, sum, littleEndian), littleEndian);
    if (!isSum(log, at + 16, next)) break;
    sum = next;
  }
  const broken = at;
  for (; at + 2 * frameBytes <= log.length; at += frameBytes) {
    const commits = log.readUInt32BE(at + 4) !== 0;
    if (commits && ofThisLog(at) && ofThisLog(at + frameBytes))
      return `it is broken at byte ${broken}, with acknowledged changes after that`;
  }
  return null;
}

type Sum = readonly [number, number];

function summed(log: Buffer, from: number, to: number, [first, second]: Sum, littleEndian: boolean): Sum {
  let a = first;
  let b = second;
  for (let at = from; at < to; at += 8) {
    a = (a + (littleEndian ? log.readUInt32LE(at) : log.readUInt32BE(at)) + b) >>> 0;
    b = (b + (littleEndian ? log.readUInt32LE(at + 4) : log.readUInt32BE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

const isSum = (log: Buffer, at: number, [a, b]: Sum): boolean => log.readUInt32BE(at) === a && log.readUInt32BE(at + 4) === b;
