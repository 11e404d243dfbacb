import { describe, expect, it } from 'vitest';
import { parseDay } from './calendar.ts';
import type { CostMetric } from './cost-facts.ts';
import { CostLedger } from './cost-ledger.ts';
import { moneyText } from './money.ts';
import { line, thrice } from './testing/cost-world.ts';

const day = (text: string) => parseDay(text) as number;
const sum = (ledger: CostLedger, first: string, last: string, metric: CostMetric = 'unblended') =>
  moneyText([...ledger.series].reduce((all, series) => all + series.sum(metric, day(first), day(last)), 0n));

describe('a ledger', () => {
  it('keeps each figure of each line to the last digit', () => {
    const ledger = new CostLedger('day');
    ledger.replace(day('2026-11-01'), day('2026-11-02'), [
      line({ period: '2026-11-01', unblended: '0.1000000001', amortized: '-0.0000000001', netAmortized: '123456789.0000000002' }),
      line({ period: '2026-11-01', unblended: '0.2', amortized: '1', netAmortized: '1' }),
      line({ period: '2026-11-02', unblended: '-5', amortized: '1', netAmortized: '1' }),
    ]);
    expect(sum(ledger, '2026-11-01', '2026-11-01')).toBe('0.3000000001');
    expect(sum(ledger, '2026-11-01', '2026-11-02')).toBe('-4.6999999999');
    expect(sum(ledger, '2026-11-01', '2026-11-01', 'amortized')).toBe('0.9999999999');
    expect(sum(ledger, '2026-11-01', '2026-11-01', 'net-amortized')).toBe('123456790.0000000002');
    expect(sum(ledger, '2020-01-01', '2026-10-31')).toBe('0');
    expect(sum(ledger, '2026-11-03', '2030-01-01')).toBe('0');
  });

  it('puts what is fetched again in place of what was known, and nothing else', () => {
    const ledger = new CostLedger('day');
    const lines = ['2026-10-31', '2026-11-01', '2026-11-02'].map((period) => line({ period, ...thrice('1') }));
    ledger.replace(day('2026-10-31'), day('2026-11-02'), lines);
    ledger.replace(day('2026-11-01'), day('2026-11-03'), [line({ period: '2026-11-03', service: 'AWS Lambda', ...thrice('7') })]);
    expect(sum(ledger, '2026-10-31', '2026-10-31')).toBe('1');
    expect(sum(ledger, '2026-11-01', '2026-11-03')).toBe('7');
    expect(ledger.covered).toEqual({ first: day('2026-10-31'), last: day('2026-11-03') });
  });

  it('grows both ways', () => {
    const ledger = new CostLedger('day');
    for (const period of ['2026-11-10', '2026-01-01', '2027-03-01', '2026-11-09']) {
      ledger.replace(day(period), day(period), [line({ period, ...thrice('1.5') })]);
    }
    expect(sum(ledger, '2026-01-01', '2027-03-01')).toBe('6');
    expect(sum(ledger, '2026-01-02', '2026-11-09')).toBe('1.5');
  });

  it('tells floats that are those figures', () => {
    const ledger = new CostLedger('day');
    ledger.replace(day('2026-11-01'), day('2026-11-02'), [
      line({ period: '2026-11-01', ...thrice('-12.25') }),
      line({ period: '2026-11-02', ...thrice('98765432.5') }),
    ]);
    const [series] = ledger.series;
    const numbers = new Float64Array(4);
    series?.addNumbersTo(numbers, 'unblended', day('2026-10-31'));
    expect([...numbers]).toEqual([0, -12.25, 98_765_432.5, 0]);
  });

  it.each(['2026-11-05', '2026-11', 'today'])('refuses a line of %s, which was not fetched', (period) => {
    expect(() => new CostLedger('day').replace(day('2026-11-01'), day('2026-11-02'), [line({ period })])).toThrow(RangeError);
  });

  it('tells tax and support by the service where record types are not told apart', () => {
    const ledger = new CostLedger('day');
    const services = ['Tax', 'AWS Support (Business)', 'AWS Premium Support', 'AWS Support Center Extras', 'AWS Lambda'];
    ledger.replace(
      day('2026-11-01'),
      day('2026-11-01'),
      services.map((service) => line({ period: '2026-11-01', kind: null, service })),
    );
    expect([...ledger.series].map(({ kind }) => kind)).toEqual(['tax', 'support', 'support', 'support', 'usage']);
  });
});
