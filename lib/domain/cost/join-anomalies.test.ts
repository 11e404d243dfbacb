import { describe, expect, it } from 'vitest';
import { cell, registry } from '../health/fixture.ts';
import type { CostAnomaly } from './anomaly.ts';
import { Attribution } from './attribution.ts';
import { parseDay } from './calendar.ts';
import type { AwsAnomaly } from './cost-facts.ts';
import { joinAnomalies } from './join-anomalies.ts';

const COMPLETE = parseDay('2026-11-19') as number;
const attribution = new Attribution(registry([cell('alpha')]), { accounts: new Map() });

const ours: CostAnomaly = {
  foundBy: 'cellwatch',
  owner: 'alpha',
  ownerKind: 'cell',
  service: 'Amazon DynamoDB',
  firstDay: '2026-11-10',
  lastDay: '2026-11-12',
  ongoing: false,
  excess: '300.00',
  perDay: '150.00',
  usualPerDay: '50.00',
  awsExcess: null,
};
const theirs = (changes: Partial<AwsAnomaly> = {}): AwsAnomaly => ({
  id: 'a1',
  firstDay: '2026-11-11',
  lastDay: '2026-11-12',
  accountId: '200000000001',
  service: 'Amazon DynamoDB',
  impact: '210.5',
  expected: '100',
  ...changes,
});
const join = (...given: AwsAnomaly[]) => joinAnomalies([ours], given, attribution, COMPLETE);

describe('AWS’s anomalies', () => {
  it('are one with ours of the same cell, service and days', () => {
    expect(join(theirs())).toEqual([{ ...ours, foundBy: 'both', awsExcess: '210.50' }]);
  });

  it('add up where AWS tells one in parts', () => {
    expect(join(theirs(), theirs({ id: 'a2', impact: '9.5' }))).toEqual([{ ...ours, foundBy: 'both', awsExcess: '220.00' }]);
  });

  it('stand for themselves, as AWS’s, where we found nothing', () => {
    const found = join(theirs({ service: 'AWS Lambda', lastDay: null, impact: '900', expected: '180' }));
    expect(found).toEqual([
      {
        foundBy: 'aws',
        owner: 'alpha',
        ownerKind: 'cell',
        service: 'AWS Lambda',
        firstDay: '2026-11-11',
        lastDay: '2026-11-19',
        ongoing: true,
        excess: '900.00',
        perDay: '120.00',
        usualPerDay: '20.00',
        awsExcess: '900.00',
      },
      ours,
    ]);
  });

  it.each([
    ['of other days', { firstDay: '2026-10-01', lastDay: '2026-10-02' }],
    ['of another account', { accountId: '300000000001' }],
    ['without account and service', { accountId: null, service: null }],
  ])('%s are not ours', (_, changes) => {
    expect(
      join(theirs(changes))
        .map(({ foundBy }) => foundBy)
        .sort(),
    ).toEqual(['aws', 'cellwatch']);
  });

  it('that are malformed are left out', () => {
    expect(join(theirs({ firstDay: 'soon' }))).toEqual([ours]);
  });
});
