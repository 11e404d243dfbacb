import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { compareFigures, type Figures } from './compare-figures.ts';
import { countInstructions, hasValgrind } from './count-instructions.ts';
import { fleetBytes } from './fleet-bytes.ts';
import { pageScripts } from './page-scripts.ts';
import type { BenchResult } from './result.ts';

/** Of the last release, by figure. */
const KEPT = fileURLToPath(new URL('figures-of-the-last-release.json', import.meta.url));
const FIGURES = z.object({ node: z.string(), figures: z.record(z.string(), z.object({ value: z.number(), unit: z.string() })) });

const INSTRUCTIONS = new Map([
  ['judge', 'judge 100 cells'],
  ['publish', 'build and compress the view of 100 cells'],
  ['read', 'ask for 500 metrics and read the answer'],
  ['apply', 'apply a minute of 100 cells in the browser'],
]);
const MILLIONS = 'M instr';
const SIZES = [24, 1_000, 10_000];

/**
 * What does not depend on how busy a machine is: instructions of fixed pieces of work, and bytes. Compared with the last release.
 * @param keep writes the file that the next release is compared with
 */
export async function run({ keep = false }: { keep?: boolean } = {}): Promise<BenchResult> {
  const counts = hasValgrind();
  if (keep && !counts) throw new Error('Without valgrind there are no instructions to keep: apt-get install valgrind');
  const weighed: Record<string, Figures[string]> = {};
  for (const [page, kilobytes] of pageScripts()) weighed[`JavaScript of ${page}, compressed`] = figure(kilobytes, 'KB');
  for (const cells of SIZES) {
    const { view, minute } = await fleetBytes(cells);
    weighed[`/api/fleet at ${cells.toLocaleString('en')} cells, brotli`] = figure(view, 'KB');
    weighed[`a quiet minute of ${cells.toLocaleString('en')} cells to each viewer`] = figure(minute, 'KB');
  }
  if (counts) {
    for (const [piece, millions] of await countInstructions([...INSTRUCTIONS.keys()])) {
      weighed[INSTRUCTIONS.get(piece) ?? piece] = figure(millions, MILLIONS);
    }
  }
  if (keep) writeFileSync(KEPT, `${JSON.stringify({ node: process.version, figures: weighed }, null, 2)}\n`);
  const { node, figures } = existsSync(KEPT)
    ? FIGURES.parse(JSON.parse(readFileSync(KEPT, 'utf8')))
    : { node: process.version, figures: {} };
  const comparable = Object.fromEntries(Object.entries(figures).filter(([, { unit }]) => counts || unit !== MILLIONS));
  const rows = compareFigures(weighed, comparable);
  if (!counts) rows.push({ figure: 'instructions: valgrind is not installed', value: 'not counted', unit: '', ok: true });
  if (node !== process.version) rows.push({ figure: `the last release ran on Node ${node}`, value: process.version, unit: '', ok: true });
  return { name: 'weight', rows };
}

function figure(value: number, unit: string): Figures[string] {
  return { value: Number(value.toPrecision(5)), unit };
}
