import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultText } from '#lib/domain/document/fault.ts';
import { parseRegistry } from './parse-registry.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests break the document in ways that its type forbids.
type Loose = any;

function valid(): Loose {
  return {
    version: 1,
    organization: { name: 'Orbit', monitoringAccountId: '100000000002' },
    roles: { reader: 'CellwatchReader', externalId: 'orbit-{accountId}' },
    metrics: {
      from: 'monitoring-account',
      signals: {
        requests: { namespace: 'Cell', metric: 'Requests', statistic: 'Sum', dimensions: { Cell: '{cell}' } },
        errors: { namespace: 'Cell', metric: 'Errors', statistic: 'Sum' },
        latency: { namespace: 'Cell', metric: 'Latency', statistic: 'p99' },
      },
    },
    waves: [{ name: 'pre-production', bakeMinutes: 60 }, { name: 'small' }],
    cells: [
      { name: 'alpha', accountId: '200000000001', region: 'us-east-1', environment: 'pre-production', wave: 'pre-production' },
      {
        name: 'beta',
        accountId: '200000000002',
        region: 'eu-west-1',
        environment: 'production',
        wave: 'small',
        objectives: { latencyMs: 600 },
      },
      { name: 'dev', accountId: '200000000003', region: 'eu-west-1', environment: 'developer' },
      {
        name: 'gamma',
        cloud: 'gcp',
        project: 'orbit-gamma',
        region: 'eu-west-1',
        environment: 'production',
        wave: 'small',
        state: 'drained',
      },
    ],
  };
}

function faultsOf(change: (document: Loose) => void): string[] {
  const document = valid();
  change(document);
  const parsed = parseRegistry(JSON.stringify(document));
  return parsed.ok ? [] : parsed.faults.map(faultText);
}

it('fills in every default', () => {
  const parsed = parseRegistry(`\uFEFF${JSON.stringify(valid())}`);
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
  const { cells, metrics, alarms, waves } = parsed.registry;
  expect(cells[1]).toMatchObject({
    state: 'in-service',
    cloud: 'aws',
    runbook: null,
    objectives: { availability: 0.999, latencyMs: 600, saturationPercent: 85, noDataAfterMinutes: 5 },
  });
  expect(cells[3]).toMatchObject({ accountId: null, project: 'orbit-gamma', state: 'drained' });
  expect(metrics.signals.requests?.whenMissing).toBe('no-data');
  expect(metrics.signals.errors?.whenMissing).toBe('zero');
  expect(metrics.signals.latency?.whenMissing).toBe('ignore');
  expect(metrics.signals.saturation).toBeUndefined();
  expect(alarms).toEqual({ critical: [], ignore: [] });
  expect(waves[1]).toEqual({ name: 'small', bakeMinutes: 0 });
});

it.each<[string, (document: Loose) => void, string]>([
  [
    'an unknown wave',
    (d) => {
      d.cells[1].wave = 'smal';
    },
    'cells[1].wave: "smal" is not a wave; did you mean "small"?',
  ],
  [
    'a cell without a wave',
    (d) => {
      delete d.cells[1].wave;
    },
    'cells[1].wave: is missing; only developer cells have no wave; expected one of pre-production, small',
  ],
  [
    'a name given twice',
    (d) => {
      d.cells[1].name = 'alpha';
    },
    'cells[1].name: "alpha" is already the name of cells[0]; each cell needs its own',
  ],
  [
    'a short account id',
    (d) => {
      d.cells[0].accountId = '2000';
    },
    'cells[0].accountId: "2000" is not an AWS account id: 12 digits, in quotes',
  ],
  [
    'an account id as a number',
    (d) => {
      d.cells[0].accountId = 200000000001;
    },
    'cells[0].accountId: 200000000001 is not a text in quotes',
  ],
  [
    'an AWS cell without an account',
    (d) => {
      delete d.cells[0].accountId;
    },
    'cells[0].accountId: is missing; a cell on AWS has an account: 12 digits, in quotes',
  ],
  [
    'an unknown Region',
    (d) => {
      d.cells[0].region = 'us-esat-1';
    },
    'cells[0].region: "us-esat-1" is not an AWS Region; did you mean "us-east-1"?',
  ],
  [
    'a Google Cloud cell without a project',
    (d) => {
      delete d.cells[3].project;
    },
    'cells[3].project: is missing; a cell on Google Cloud has a project',
  ],
  [
    'an unknown environment',
    (d) => {
      d.cells[0].environment = 'prodution';
    },
    'cells[0].environment: "prodution" is not one of production, pre-production, developer; did you mean "production"?',
  ],
  [
    'an unknown member',
    (d) => {
      d.metrcs = {};
    },
    'metrcs: unknown member; did you mean "metrics"?',
  ],
  [
    'an unknown member of a cell',
    (d) => {
      d.cells[2].regoin = 'x';
    },
    'cells[2].regoin: unknown member; did you mean "region"?',
  ],
  [
    'no version',
    (d) => {
      delete d.version;
    },
    'version: is missing; expected 1',
  ],
  [
    'no cells',
    (d) => {
      d.cells = [];
    },
    'cells: is empty; expected at least one',
  ],
  [
    'another period',
    (d) => {
      d.metrics.periodSeconds = 300;
    },
    'metrics.periodSeconds: 300 is not 60: the health rules judge minutes',
  ],
  [
    'a statistic that is none',
    (d) => {
      d.metrics.signals.latency.statistic = 'p999';
    },
    'metrics.signals.latency.statistic: "p999" is not a statistic: Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99',
  ],
  [
    'no signal at all',
    (d) => {
      d.metrics.signals = {};
    },
    'metrics.signals: is empty; without a signal nothing tells a healthy cell from a dead one',
  ],
  [
    'requests that may be missing',
    (d) => {
      d.metrics.signals.requests.whenMissing = 'ignore';
    },
    'metrics.signals.requests.whenMissing: "ignore" would show a silent cell as healthy; for requests only "no-data" will do',
  ],
  [
    'no monitoring account',
    (d) => {
      delete d.organization.monitoringAccountId;
    },
    'organization.monitoringAccountId: is missing; metrics.from is "monitoring-account", so say which account that is',
  ],
  [
    'an availability of 100 %',
    (d) => {
      d.objectives = { availability: 1 };
    },
    'objectives.availability: 1 is not a ratio above 0 and below 1; for 99.9 % write 0.999',
  ],
  [
    'no headroom',
    (d) => {
      d.cells[0].objectives = { saturationPercent: 100 };
    },
    'cells[0].objectives.saturationPercent: 100 makes the saturation rule unreachable: no headroom is left to judge; expected above 0 and below 100',
  ],
  [
    'a misspelt member of where a version is read',
    (d) => {
      d.components = [
        {
          name: 'router',
          pipeline: { name: 'router', accountId: '100000000003', region: 'us-east-1' },
          version: { stack: 'router-{cell}', parametre: 'Version' },
        },
      ];
    },
    'components[0].version.parametre: unknown member; did you mean "parameter"?',
  ],
  [
    'a stage of an unknown cell',
    (d) => {
      d.components = [
        {
          name: 'router',
          pipeline: { name: 'router', accountId: '100000000003', region: 'us-east-1' },
          stages: { 'Deploy-small': ['bta'] },
        },
      ];
    },
    'components[0].stages.Deploy-small[0]: "bta" is not a cell; did you mean "beta"?',
  ],
])('refuses %s by path', (_, change, fault) => {
  expect(faultsOf(change)).toEqual([fault]);
});

it('refuses an objective that the error budget rule could never reach', () => {
  expect(
    faultsOf((d) => {
      d.objectives = { availability: 0.93 };
    })[0],
  ).toMatch(/^objectives\.availability: 0\.93 makes the error budget rule unreachable/);
  expect(
    faultsOf((d) => {
      d.objectives = { availability: 0.94 };
    }),
  ).toEqual([]);
});

it('says where text stops being JSON', () => {
  const broken = parseRegistry('{\n  "version": 1,\n  "cells": [,]\n}');
  expect(broken).toMatchObject({ ok: false });
  expect(!broken.ok && broken.faults[0]?.message).toMatch(/^The registry is not JSON: Unexpected token ',' near "cells": \[,\]/);
  for (const [text, message] of [
    ['', /is empty/],
    ['[]', /not an object/],
    ['{"version":', /ends too early|not JSON/],
    [' '.repeat(5 * 1024 * 1024 + 1), /has 5,242,881 bytes; at most 5,242,880 are read/],
    ['é'.repeat(2_621_441), /has 5,242,882 bytes/],
    ['\u00e9'.repeat(2_621_440), /is not JSON/],
    ['{\n  "a": 1 "b"\n}', /line 2, column 10: Expected ',' or '}'/],
  ] as const) {
    const parsed = parseRegistry(text);
    expect(!parsed.ok && parsed.faults[0]?.message).toMatch(message);
  }
});

it('tells reference faults beside shape faults', () => {
  const faults = faultsOf((d) => {
    d.metrcs = {};
    d.cells[0].accountId = 'x';
    d.cells[0].wave = 'nowhere';
    d.cells[1].wave = 'smal';
    d.components = [
      { name: 'router', pipeline: { name: 'router', accountId: '100000000003', region: 'us-east-9' }, stages: { 'Deploy-small': ['bta'] } },
    ];
  });
  // Of cell 0 and of the cells that a stage names nothing is told, since cell 0 has not its right shape.
  expect(faults).toEqual([
    'cells[0].accountId: "x" is not an AWS account id: 12 digits, in quotes',
    'metrcs: unknown member; did you mean "metrics"?',
    'cells[1].wave: "smal" is not a wave; did you mean "small"?',
    'components[0].pipeline.region: "us-east-9" is not an AWS Region; did you mean "us-east-1"?',
  ]);
});

it('does not call a wave unknown while the waves themselves are ill-shaped', () => {
  const faults = faultsOf((d) => {
    d.waves[1] = { name: 7 };
    d.cells[0].region = 'us-esat-1';
  });
  expect(faults).toEqual([
    'waves[1].name: 7 is not a text in quotes',
    'cells[0].region: "us-esat-1" is not an AWS Region; did you mean "us-east-1"?',
  ]);
});

it.each(['__proto__', 'constructor', 'prototype'])('refuses a member named %s anywhere', (member) => {
  for (const [before, path] of [
    ['"dimensions":{', 'metrics.signals.requests.dimensions'],
    ['"organization":{', 'organization'],
    ['{', ''],
  ] as const) {
    const text = JSON.stringify(valid()).replace(before, `${before}${JSON.stringify(member)}:"x",`);
    const parsed = parseRegistry(text);
    const at = path === '' ? member : `${path}.${member}`;
    expect(!parsed.ok && parsed.faults.map(faultText)).toEqual([`${at}: is refused: no member may have this name`]);
  }
});

it.each(['[', '{"a":'])('names what is nested 20 times %s instead of spelling it out', (open) => {
  const close = open === '[' ? ']' : '}';
  const nested = `${open.repeat(20)}1${close.repeat(20)}`;
  const noun = open === '[' ? 'a list' : 'an object';
  for (const [before, fault] of [
    ['"version":1', `version: ${noun} is not 1`],
    ['"namespace":"Cell"', `metrics.signals.requests.namespace: ${noun} is not a text in quotes`],
  ] as const) {
    const member = before.slice(0, before.indexOf(':') + 1);
    const parsed = parseRegistry(JSON.stringify(valid()).replace(before, `${member}${nested}`));
    expect(!parsed.ok && parsed.faults.map(faultText)).toEqual([fault]);
  }
});

it('lists 50 faults and counts the rest', () => {
  const faults = faultsOf((d) => {
    d.cells = Array.from({ length: 80 }, (_, i) => ({ ...d.cells[0], name: `c${i}`, wave: 'nowhere' }));
  });
  expect(faults).toHaveLength(51);
  expect(faults[50]).toBe('and 30 more');
});

it('reads 10,000 cells with a second of work, and refuses one more', () => {
  const many = (count: number) => (d: Loose) => {
    d.cells = Array.from({ length: count }, (_, i) => ({ ...d.cells[0], name: `cell-${i}`, dns: [`cell-${i}.cells.orbit.example`] }));
  };
  const started = process.cpuUsage();
  expect(faultsOf(many(10_000))).toEqual([]);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(1_000);
  expect(faultsOf(many(10_001))).toEqual(['cells: has more than 10000 entries']);
});

it('never throws and pollutes no prototype, whatever the document', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('cells', 'waves', 'metrics', 'organization', 'roles', '__proto__', 'shared', 'components'),
      (value, member) => {
        const document = JSON.stringify(valid()).replace(/^\{/, `{${JSON.stringify(member)}:${JSON.stringify(value)},`);
        parseRegistry(document);
        parseRegistry(JSON.stringify(value));
        expect(({} as Loose).polluted).toBeUndefined();
      },
    ),
  );
});
