import { describe, expect, test } from 'vitest';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import { createWorld } from './create-world.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY, type World } from './types.ts';

const NOW = Date.UTC(2026, 10, 24, 1, 30, 30);
const world = (cells: number, seed = 1) => createWorld({ cells, seed, clock: { now: () => NOW } });

function readRegistry(of: World) {
  return parseRegistry(new TextDecoder().decode(of.buckets.get(REGISTRY_BUCKET)?.objects.get(REGISTRY_KEY)?.body));
}

function everything(of: World): unknown {
  return of.cells.map((cell) =>
    of.metrics
      .list(cell.accountId, cell.region)
      .map((key) =>
        of.metrics.points(cell.accountId, cell.region, key, key.name === 'Latency' ? 'p99' : 'Sum', 60, NOW - 630_000, NOW - 30_000),
      ),
  );
}

describe('a world', () => {
  test('is the same for the same seed, and another for another', () => {
    const [one, again, other] = [world(24), world(24), world(24, 2)];
    expect(again.cells).toEqual(one.cells);
    expect(again.buckets).toEqual(one.buckets);
    expect(everything(again)).toEqual(everything(one));
    expect(everything(other)).not.toEqual(everything(one));
    expect(again.sink('us-east-1')).toEqual(one.sink('us-east-1'));
  });

  test.each([1, 2, 6, 12, 24, 60, 1000])('of %i cells publishes a registry that Cellwatch accepts', (cells) => {
    const of = world(cells);
    const parsed = readRegistry(of);
    expect(parsed.ok ? [] : parsed.faults).toEqual([]);
    expect(parsed.ok && parsed.registry.cells.map(({ name }) => name)).toEqual(of.cells.map(({ name }) => name));
    expect(new Set(of.cells.map(({ name }) => name)).size).toBe(cells);
  });

  test('gives every cell an account whose reader trusts the monitoring account, and a link in its Region', () => {
    const of = world(120);
    const aws = of.cells.filter(({ cloud }) => cloud === 'aws');
    expect(aws).toHaveLength(119);
    for (const cell of aws) {
      expect(of.accounts.get(cell.accountId)?.roles.get('CellwatchReader')).toMatchObject({
        trustedAccountIds: [of.organization.monitoringAccountId],
        externalId: `orbit-${cell.accountId}`,
      });
      expect(of.links(cell.region).some(({ accountId }) => accountId === cell.accountId)).toBe(true);
    }
    expect(of.links('eu-central-1')).toEqual([]);
    expect(of.sink('eu-central-1')).toBeNull();
  });

  test('of 10,000 cells starts in under 10 seconds, registry and all', () => {
    const started = performance.now();
    const of = world(10_000);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(readRegistry(of).ok).toBe(true);
  });
});
