import { describe, expect, it } from 'vitest';
import { cell, registry } from '../health/fixture.ts';
import { buildCosts } from './build-costs.ts';
import { parseCostAsk } from './cost-ask.ts';
import { costCsv } from './cost-csv.ts';
import { knowCosts } from './known-costs.ts';
import { factsOf, line, MANAGEMENT, THROUGH, thrice } from './testing/cost-world.ts';

const of = registry(
  [
    cell('=cmd|"x"', { accountId: '200000000001' }),
    cell('plain, or not', { accountId: '200000000002' }),
    cell('g', { cloud: 'gcp', accountId: null }),
  ],
  {
    organization: {
      name: 'Orbit',
      managementAccountId: MANAGEMENT,
      monitoringAccountId: null,
      accessPortal: null,
      portalRole: null,
      componentTag: null,
    },
  },
);
const lines = [
  line({ period: '2026-11-03', ...thrice('1.004') }),
  line({ period: '2026-11-03', accountId: '200000000002', ...thrice('1.004') }),
  line({ period: '2026-11-03', accountId: MANAGEMENT, ...thrice('1.004') }),
  line({ period: '2026-11-03', accountId: '300000000001', kind: 'refund', ...thrice('-7') }),
];

function picture() {
  const ask = parseCostAsk({ metric: 'unblended' }, { today: THROUGH + 1, through: THROUGH });
  if (!ask.ok) throw new Error(ask.refusal);
  const built = buildCosts(knowCosts(factsOf(lines, THROUGH - 60), of), ask.value);
  if (!built.ok) throw new Error(built.refusal);
  return built.value;
}

/** A reader of RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  for (const record of text.split('\r\n').slice(0, -1)) {
    rows.push(
      [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
  }
  return rows;
}

describe('the CSV', () => {
  const [head = [], ...rows] = parse(costCsv(picture()));
  const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);

  it('holds the rows that are shown, in their order, and their sum to the cent', () => {
    expect(rows.map(([name]) => name)).toEqual([`'=cmd|"x"`, 'plain, or not', 'Shared', 'Accounts that no cell claims', 'g', 'Total']);
    expect(column('cost')).toEqual(['1.01', '1.00', '1.00', '-7.00', '', '-3.99']);
    const cents = column('cost').map((text) => Math.round(Number(text) * 100));
    expect(cents.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(cents.at(-1));
  });

  it('has as many fields in each row', () => {
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head.length]));
  });

  it('tells of which days availability and error budget are', () => {
    const { served } = picture();
    expect(new Set(column('served_first_day'))).toEqual(new Set([served.first]));
    expect(new Set(column('served_last_day'))).toEqual(new Set([served.last]));
  });

  it('leaves what a spreadsheet would run as text, and negative money as a number', () => {
    expect(column('cell')[0]).toBe(`'=cmd|"x"`);
    expect(column('cost')).toContain('-7.00');
  });

  it('leaves what is unknown empty, with the reason', () => {
    const at = rows.findIndex(([name]) => name === 'g');
    expect(column('cost')[at]).toBe('');
    expect(column('note')[at]).toContain('no cost source');
  });

  it('follows the order that is shown', () => {
    const shown = picture();
    expect(parse(costCsv(shown, shown.rows.toReversed())).map(([name]) => name)).toEqual([
      'cell',
      'g',
      'Accounts that no cell claims',
      'Shared',
      'plain, or not',
      `'=cmd|"x"`,
      'Total',
    ]);
  });
});
