import { describe, expect, it } from 'vitest';
import { cell } from '../health/fixture.ts';
import { parseMoney } from './money.ts';
import { oneMoreCell } from './one-more-cell.ts';

const peer = (name: string, services: Record<string, string>, changes = {}) => ({
  cell: cell(name, changes),
  services: new Map(Object.entries(services).map(([service, cost]) => [service, parseMoney(cost)])),
});

describe('one more cell', () => {
  it('of a wave costs what the middle one of its peers does in a mean month', () => {
    const peers = [
      peer('a', { EC2: '280', S3: '28' }),
      peer('b', { EC2: '560' }),
      peer('c', { EC2: '840', S3: '56' }),
      peer('drained', { EC2: '9999' }, { state: 'drained' }),
      peer('other', { EC2: '1' }, { wave: 'small' }),
    ];
    expect(oneMoreCell(peers, ['large', 'small', 'none'], 28)).toEqual([
      {
        wave: 'large',
        peers: 3,
        perMonth: '608.75',
        low: '334.81',
        high: '974.00',
        services: [
          { service: 'EC2', perMonth: '608.75' },
          { service: 'S3', perMonth: '30.44' },
        ],
      },
      { wave: 'small', peers: 1, perMonth: '1.09', low: '1.09', high: '1.09', services: [{ service: 'EC2', perMonth: '1.09' }] },
    ]);
  });
});
