import { hash } from './noise.ts';
import type { CellWorld } from './types.ts';

export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-northeast-1', 'us-west-2'] as const;

const SHORT: Readonly<Record<string, string>> = {
  'us-east-1': 'use1',
  'eu-west-1': 'euw1',
  'ap-northeast-1': 'apne1',
  'us-west-2': 'usw2',
};

function wave(index: number, count: number): string {
  const preProduction = Math.max(1, Math.round(count * 0.12));
  if (index < preProduction) return 'pre-production';
  const share = (index - preProduction) / Math.max(1, count - preProduction);
  if (share < 0.34) return 'small';
  return share < 0.72 ? 'medium' : 'large';
}

/** The cells of a world of that many: the same for the same count and seed, in order of waves. */
export function planCells(count: number, seed: number): CellWorld[] {
  const counters = new Map<string, number>();
  const cells: CellWorld[] = [];
  const developer = count >= 12 ? count - 1 : -1;
  const drained = count >= 12 ? Math.floor(count * 0.5) : -1;
  const building = count >= 50 ? Math.floor(count * 0.7) : -1;
  const google = count >= 100 ? Math.floor(count * 0.6) : -1;
  const total = developer < 0 ? count : count - 1;
  for (let i = 0; i < count; i++) {
    const region = REGIONS[(i + hash(seed, 77)) % REGIONS.length] ?? 'us-east-1';
    const stage = i === developer ? 'dev' : wave(i, total);
    const family =
      count <= 40 ? (stage === 'pre-production' ? 'pre' : stage === 'dev' ? 'dev' : 'prod') : stage === 'pre-production' ? 'pre' : stage;
    const prefix = `${family}-${SHORT[region]}`;
    const n = counters.get(prefix) ?? 0;
    counters.set(prefix, n + 1);
    cells.push({
      name: count <= 40 ? `${prefix}-${String.fromCharCode(97 + n)}` : `${prefix}-${String(n + 1).padStart(3, '0')}`,
      accountId: String(200_000_000_001 + i),
      region,
      cloud: i === google ? 'gcp' : 'aws',
      environment: stage === 'dev' ? 'developer' : stage === 'pre-production' ? 'pre-production' : 'production',
      wave: stage === 'dev' ? null : stage,
      state: i === drained ? 'drained' : i === building ? 'building' : 'in-service',
    });
  }
  return cells;
}
