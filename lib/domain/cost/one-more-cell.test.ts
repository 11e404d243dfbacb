import { describe, expect, it } from 'vitest';
import { drain } from '../drain.ts';
import { cell } from '../health/fixture.ts';
import { parseMoney } from './money.ts';
import { oneMoreCellSteps } from './one-more-cell.ts';

const peer = (name: string, services: Record<string, string>, changes = {}, days = 28, young = false) => ({
  cell: cell(name, changes),
  days,
  young,
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
    const { cells, without } = drain(oneMoreCellSteps(peers, ['large', 'small', 'none']));
    expect(without).toEqual([{ wave: 'none', why: 'no cell in service of this wave has costs yet' }]);
    expect(cells).toEqual([
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
        basis: 'The median of 3 peers over the last four weeks',
      },
      {
        wave: 'small',
        peers: 1,
        perMonth: '1.09',
        low: '1.09',
        high: '1.09',
        services: [{ service: 'EC2', perMonth: '1.09' }],
        basis: 'What the only peer costs over the last four weeks',
      },
    ]);
  });

  it('is not taken from young cells where there are others', () => {
    const peers = [peer('old', { EC2: '28' }), peer('young', { EC2: '500' }, {}, 5, true)];
    expect(drain(oneMoreCellSteps(peers, ['large'])).cells).toMatchObject([{ peers: 1, perMonth: '30.44' }]);
  });

  it('where all are young is estimated from the days that there are, and says so', () => {
    const peers = [
      peer('a', { EC2: '50' }, {}, 5, true),
      peer('b', { EC2: '120' }, {}, 6, true),
      peer('c', { EC2: '900' }, {}, 2, true),
      peer('d', { EC2: '30' }, { wave: 'small' }, 3, true),
    ];
    expect(drain(oneMoreCellSteps(peers, ['large', 'small'])).cells).toMatchObject([
      {
        peers: 2,
        low: '304.38',
        high: '608.75',
        basis: 'The median of 2 peers, estimated from 5 to 6 days: none has been in use for four weeks',
      },
      { peers: 1, perMonth: '304.38', basis: 'What the only peer costs, estimated from 3 days: it has not been in use for four weeks' },
    ]);
  });

  it('is told as unknown, with the reason, where all are too young', () => {
    const peers = [peer('a', { EC2: '0' }, {}, 0, true), peer('b', { EC2: '1' }, {}, 1, true)];
    expect(drain(oneMoreCellSteps(peers, ['large']))).toEqual({
      cells: [],
      without: [
        {
          wave: 'large',
          why: 'its cells are too young: they have had costs for 1 whole day at the most, and an estimate needs 3',
        },
      ],
    });
  });
});
