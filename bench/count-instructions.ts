import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const WEIGH = fileURLToPath(new URL('weigh.ts', import.meta.url));
/** One thread and the interpreter alone: what is compiled when differs from run to run. */
const ALWAYS_ALIKE = [
  '--single-threaded',
  '--predictable',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--regexp-interpret-all',
  '--hash-seed=1',
  '--random-seed=1',
];
/** The first rounds read code that later ones know. */
const FEW = 2;
const MORE = 6;

/** Whether this machine can count instructions. */
export function hasValgrind(): boolean {
  return spawnSync('valgrind', ['--version']).status === 0;
}

/** Millions of instructions that one round of each of these pieces of `weigh.ts` takes. */
export async function countInstructions(pieces: readonly string[]): Promise<Map<string, number>> {
  const cache = await mkdtemp(join(tmpdir(), 'bench-weight-'));
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  try {
    const counted = new Map<string, number>();
    for (const piece of pieces) {
      // Types are stripped before anything is counted.
      await run(process.execPath, [...ALWAYS_ALIKE, WEIGH, piece, '1'], { env });
      const few = await instructionsOf(piece, FEW, env);
      counted.set(piece, ((await instructionsOf(piece, MORE, env)) - few) / (MORE - FEW) / 1_000_000);
    }
    return counted;
  } finally {
    await rm(cache, { recursive: true });
  }
}

async function instructionsOf(piece: string, rounds: number, env: NodeJS.ProcessEnv): Promise<number> {
  const valgrind = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null'];
  const { stderr } = await run('valgrind', [...valgrind, process.execPath, ...ALWAYS_ALIKE, WEIGH, piece, `${rounds}`], { env });
  const [, counted] = /I\s+refs:\s+([\d,]+)/.exec(stderr) ?? [];
  if (counted === undefined) throw new Error(`valgrind counted nothing; it printed:\n${stderr.slice(-2_000)}`);
  return Number(counted.replaceAll(',', ''));
}
