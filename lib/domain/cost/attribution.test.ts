import { describe, expect, it } from 'vitest';
import { cell, registry } from '../health/fixture.ts';
import type { Cell } from '../registry/registry.ts';
import { Attribution } from './attribution.ts';
import type { CostMetric, CostTag, RecordKind } from './cost-facts.ts';
import { account, MANAGEMENT } from './testing/cost-world.ts';

const ORGANIZATION = {
  name: 'Orbit',
  managementAccountId: MANAGEMENT,
  monitoringAccountId: null,
  accessPortal: null,
  portalRole: null,
  componentTag: null,
};

function attribution(cells: readonly Cell[]) {
  const accounts = new Map([account('200000000001', 'alpha'), account('300000000001', 'sandbox-7', 'SUSPENDED')]);
  const shared = [{ name: 'routing layer', accountId: '100000000004', region: 'us-east-1', objectives: cell('x').objectives, signals: {} }];
  return new Attribution(registry(cells, { organization: ORGANIZATION, shared }), { accounts });
}

const charge = (accountId: string, tag: CostTag | null = null, kind: RecordKind = 'usage') => ({ accountId, tag, kind });
const owner = (of: Attribution, ...[accountId, tag, kind, metric = 'unblended']: [string, CostTag?, RecordKind?, CostMetric?]) =>
  of.ownerOf(charge(accountId, tag, kind), metric);

describe('whose a charge is', () => {
  it('follows a cell that moved to another account', () => {
    const of = attribution([cell('alpha', { accountId: '200000000009', accountIdsBefore: ['200000000001'] })]);
    expect(owner(of, '200000000001')).toMatchObject({ kind: 'cell', name: 'alpha' });
    expect(owner(of, '200000000009')).toBe(owner(of, '200000000001'));
  });

  it('is told by tag where cells share an account, and the rest is nobody’s', () => {
    const of = attribution([cell('alpha', { costTag: 'Cell' }), cell('beta', { costTag: 'team=b|old-b' }), cell('gamma')]);
    expect(owner(of, '200000000001', { key: 'Cell', value: 'alpha' })).toMatchObject({ kind: 'cell', name: 'alpha' });
    expect(owner(of, '200000000001', { key: 'team', value: 'old-b' })).toMatchObject({ kind: 'cell', name: 'beta' });
    expect(owner(of, '200000000001', { key: 'Cell', value: '' })).toMatchObject({ kind: 'untagged', name: 'alpha, untagged' });
    expect(owner(of, '200000000001', { key: 'Cell', value: 'delta' })).toMatchObject({ kind: 'untagged' });
    expect(owner(of, '200000000001')).toMatchObject({ kind: 'untagged' });
  });

  it('is not guessed where an account was another cell’s before', () => {
    const moved = cell('alpha', { accountId: '200000000009', accountIdsBefore: ['200000000001'] });
    expect(owner(attribution([moved, cell('beta')]), '200000000001')).toMatchObject({ kind: 'untagged' });
  });

  it('is shared where the registry knows the account, else unclaimed with its state', () => {
    const of = attribution([]);
    expect(owner(of, '100000000004')).toMatchObject({ kind: 'shared', name: 'routing layer' });
    expect(owner(of, MANAGEMENT)).toMatchObject({ kind: 'shared', name: 'management' });
    expect(owner(of, '300000000001')).toMatchObject({ kind: 'unclaimed', name: 'sandbox-7', state: 'SUSPENDED' });
    expect(owner(of, '300000000002')).toMatchObject({ kind: 'unclaimed', name: '300000000002', state: null });
  });

  it('has tax, support and credits apart where cells are compared, and nowhere else', () => {
    const of = attribution([cell('alpha')]);
    for (const kind of ['tax', 'support', 'credit'] as const) {
      expect(owner(of, '200000000001', undefined, kind, 'net-amortized')).toMatchObject({ kind: 'apart' });
      expect(owner(of, '200000000001', undefined, kind, 'unblended')).toMatchObject({ kind: 'cell' });
    }
    expect(owner(of, '200000000001', undefined, 'refund', 'net-amortized')).toMatchObject({ kind: 'cell' });
  });
});

describe('a cell of which no cost is known', () => {
  it('says why', () => {
    const gcp = cell('g', { cloud: 'gcp', accountId: null });
    const of = attribution([gcp, cell('alpha'), cell('beta', { costTag: 'Cell' }), cell('delta', { accountId: '200000000077' })]);
    expect(of.noSource(gcp)).toContain('no cost source');
    expect(of.noSource(cell('alpha'))).toBe(
      'shares account 200000000001 with beta: name its cost allocation tag (costTag) in the registry',
    );
    expect(of.noSource(cell('beta', { costTag: 'Cell' }))).toBeNull();
    expect(of.noCharge(cell('beta', { costTag: 'Cell' }))).toBe('no charge in account 200000000001 carries its tag Cell');
    expect(of.noCharge(cell('delta', { accountId: '200000000077' }))).toBe(
      'account 200000000077 is not in this organization’s bill'.replace('’', "'"),
    );
  });
});
