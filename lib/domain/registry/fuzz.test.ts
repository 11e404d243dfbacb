import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAccessPolicy } from '#lib/domain/access/parse-access-policy.ts';
import { accessPolicySchema } from '#lib/domain/access/schema.ts';
import { faultText } from '#lib/domain/document/fault.ts';
import { arbitraryOf } from '#lib/testing/arbitrary-of.ts';
import { mutated, mutations } from '#lib/testing/mutate-json.ts';
import { consoleLinks } from '#lib/views/console-links.ts';
import { parseRegistry } from './parse-registry.ts';
import { AWS_REGIONS } from './regions.ts';
import { type RegistryDocument, registrySchema } from './schema.ts';

/** So many of each by default; `FUZZ_DOCUMENTS=100000` for a long run, with a seed of its own. */
const DOCUMENTS = Number(process.env.FUZZ_DOCUMENTS ?? 300);
const SEED = process.env.FUZZ_DOCUMENTS ? Date.now() : 7;
const BOUND = { numRuns: DOCUMENTS, seed: SEED };
const TIMEOUT = 30_000 + DOCUMENTS * 20;
const AT_MOST_MS = 1_000;

const registry = arbitraryOf(registrySchema) as fc.Arbitrary<RegistryDocument>;
const policy = arbitraryOf(accessPolicySchema);

function bounded<T>(work: () => T): T {
  const started = process.cpuUsage();
  const made = work();
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(AT_MOST_MS);
  return made;
}

/** The same, with what one member says of another made true. */
function coherent(document: RegistryDocument): RegistryDocument {
  const regions = [...AWS_REGIONS];
  const unique = <T extends { name: string }>(entries: readonly T[] | undefined): T[] =>
    (entries ?? []).map((entry, i) => ({ ...entry, name: `${i}-${entry.name}`.slice(0, 128).trim() }));
  const region = (_: unknown, i: number) => regions[i % regions.length] ?? '';
  const waves = unique(document.waves);
  const cells = unique(document.cells).map(({ objectives: _, ...cell }, i) => ({
    ...cell,
    region: region(cell, i),
    cloud: 'aws' as const,
    accountId: '200000000001',
    wave: waves[i % waves.length]?.name,
  }));
  const { objectives: _, roles: __, shared: ___, metrics: ____, ...rest } = document;
  const components = unique(document.components).map((one, i) => ({
    ...one,
    pipeline: { ...one.pipeline, region: region(one, i) },
    stages: Object.fromEntries(Object.keys(one.stages ?? {}).map((stage) => [stage, cells.map((cell) => cell.name)])),
  }));
  const metrics = { from: 'cell-accounts' as const, periodSeconds: 60 as const, signals: { requests: REQUESTS } };
  return { ...rest, waves, cells, components, shared: [], metrics };
}

const REQUESTS = { namespace: 'Cell', metric: 'Requests', statistic: 'Sum', dimensions: { Cell: '{cell}' } };

test(
  `${DOCUMENTS} registries that are as the schema says are read, or refused by path`,
  () => {
    let read = 0;
    fc.assert(
      fc.property(registry, (document) => {
        expect(registrySchema.safeParse(document).error?.issues.filter(({ code }) => code !== 'invalid_format') ?? []).toEqual([]);
        const asIs = bounded(() => parseRegistry(JSON.stringify(document)));
        if (!asIs.ok) expect(asIs.faults.length).toBeGreaterThan(0);
        const parsed = bounded(() => parseRegistry(JSON.stringify(coherent(document))));
        if (!parsed.ok) {
          // Nothing but names that no member may have is left to refuse.
          expect(
            parsed.faults.map(faultText).filter((fault) => !/no member may have this name|begin or end with a space/.test(fault)),
          ).toEqual([]);
          return;
        }
        read++;
        expect(parsed.registry.cells).toHaveLength(document.cells.length);
        for (const cell of parsed.registry.cells) {
          for (const { url } of consoleLinks(parsed.registry.organization, cell)) expect(new URL(url).protocol).toBe('https:');
        }
      }),
      BOUND,
    );
    expect(read).toBeGreaterThan(DOCUMENTS / 2);
  },
  TIMEOUT,
);

test(
  `${DOCUMENTS} registries with something hostile in them are read or refused, never with a throw, none costs a second`,
  () => {
    let refused = 0;
    fc.assert(
      fc.property(registry, mutations, (document, changes) => {
        const text = JSON.stringify(mutated(coherent(document), changes));
        const parsed = bounded(() => parseRegistry(text));
        if (parsed.ok) return;
        refused++;
        expect(parsed.faults.length).toBeLessThanOrEqual(51);
        for (const fault of parsed.faults) expect(faultText(fault).length).toBeLessThan(400_000);
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
        expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
      }),
      BOUND,
    );
    expect(refused).toBeGreaterThan(DOCUMENTS / 4);
  },
  TIMEOUT,
);

test(
  `${DOCUMENTS} access policies as the schema says and against it give what they say or nothing`,
  () => {
    fc.assert(
      fc.property(policy, mutations, (document, changes) => {
        bounded(() => parseAccessPolicy(JSON.stringify(document)));
        const parsed = bounded(() => parseAccessPolicy(JSON.stringify(mutated(document, changes))));
        if (!parsed.ok) return;
        for (const rule of parsed.policy.rules) {
          expect(['viewer', 'manager', 'operator', 'admin']).toContain(rule.role);
          expect([rule.group, rule.email, rule.domain].filter((who) => who !== undefined)).toHaveLength(1);
        }
      }),
      BOUND,
    );
  },
  TIMEOUT,
);

test(
  `${DOCUMENTS} texts that are almost JSON are refused in words`,
  () => {
    fc.assert(
      fc.property(registry, fc.nat(), fc.string({ unit: 'binary', maxLength: 5 }), (document, at, text) => {
        const whole = JSON.stringify(document);
        const cut = at % whole.length;
        bounded(() => parseRegistry(whole.slice(0, cut)));
        bounded(() => parseRegistry(whole.slice(0, cut) + text + whole.slice(cut)));
        const parsed = parseRegistry(whole.slice(0, Math.max(1, cut)));
        expect(parsed.ok).toBe(false);
      }),
      BOUND,
    );
  },
  TIMEOUT,
);
