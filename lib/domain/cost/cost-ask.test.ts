import { describe, expect, it } from 'vitest';
import { parseDay } from './calendar.ts';
import { parseCostAsk } from './cost-ask.ts';

const KNOWN = { today: parseDay('2026-11-22') as number, through: parseDay('2026-11-21') as number };

describe('what the address asks for', () => {
  it('is this month by cell, net amortized, shared costs apart, when it says nothing', () => {
    expect(parseCostAsk({}, KNOWN)).toMatchObject({
      ok: true,
      value: { group: 'cell', metric: 'net-amortized', shared: 'apart', period: { text: 'this-month' } },
    });
  });

  it.each([
    [{ group: 'waves' }, '"waves" is no group: choose cell, wave, region, environment, cloud, component or service; did you mean "wave"?'],
    [{ metric: 'blended' }, '"blended" is no cost: choose net-amortized, unblended or amortized'],
    [{ shared: 'fairly' }, '"fairly" is no way to spread shared costs'],
    [{ group: 'x'.repeat(5_000) }, ': choose cell, wave'],
    [{ period: 'tomorrow' }, '"tomorrow" is no period.'],
  ])('%j is refused with the list of what there is', (query, refusal) => {
    const parsed = parseCostAsk(query, KNOWN);
    expect(parsed).toMatchObject({ ok: false, refusal: expect.stringContaining(refusal) });
    expect(parsed.ok ? 0 : parsed.refusal.length).toBeLessThan(300);
  });
});
