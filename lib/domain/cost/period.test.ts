import { describe, expect, it } from 'vitest';
import { dayText, parseDay } from './calendar.ts';
import { comparedSpans, parsePeriod, previousOf, type Span, spanLabel } from './period.ts';

const day = (text: string) => parseDay(text) as number;
const TODAY = day('2026-11-22');
const KNOWN = { today: TODAY, through: day('2026-11-21') };
const text = ({ first, last }: Span) => `${dayText(first)}..${dayText(last)}`;

function period(asked: string, known = KNOWN) {
  const parsed = parsePeriod(asked, known);
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
}

describe('a period', () => {
  it.each([
    ['7d', '2026-11-15..2026-11-21', '2026-11-08..2026-11-14'],
    ['30d', '2026-10-23..2026-11-21', '2026-09-23..2026-10-22'],
    ['this-month', '2026-11-01..2026-11-21', '2026-10-01..2026-10-21'],
    ['last-month', '2026-10-01..2026-10-31', '2026-09-01..2026-09-30'],
    ['2026-02', '2026-02-01..2026-02-28', '2026-01-01..2026-01-31'],
    ['2026-11', '2026-11-01..2026-11-21', '2026-10-01..2026-10-21'],
    ['2026-10-03..2026-10-20', '2026-10-03..2026-10-20', '2026-09-15..2026-10-02'],
    ['2026-11-10..2026-11-22', '2026-11-10..2026-11-21', '2026-10-29..2026-11-09'],
  ])('%s is %s and is compared with %s', (asked, span, previous) => {
    expect(text(period(asked))).toBe(span);
    expect(text(previousOf(period(asked)))).toBe(previous);
  });

  it('of a month so far that is longer than the month before has as many days before it', () => {
    const march = period('this-month', { today: day('2026-03-31'), through: day('2026-03-30') });
    expect(text(previousOf(march))).toBe('2026-01-30..2026-02-28');
  });

  it.each([
    ['2026-10-20..2026-10-03', 'The period is reversed: 2026-10-20 is after 2026-10-03. Did you mean 2026-10-03..2026-10-20?'],
    ['2026-12', '2026-12 is in the future: figures reach 2026-11-21.'],
    ['2026-11-20..2026-12-02', '2026-12-02 is in the future: figures reach 2026-11-21.'],
    ['2026-12-01..2026-12-02', '2026-12-01 is in the future: figures reach 2026-11-21.'],
    ['2026-11-22..2026-11-22', 'There are no figures of 2026-11-22 yet: they reach 2026-11-21.'],
    ['2016-11-01..2026-11-01', '2016-11-01 to 2026-11-01 is longer than the 13 months that Cost Explorer keeps. Ask for a shorter period.'],
    ['2026-02-30..2026-03-01', '"2026-02-30" is no day. Write days as YYYY-MM-DD, for example 2026-10-03..2026-10-20.'],
  ])('%s is refused', (asked, refusal) => {
    expect(parsePeriod(asked, KNOWN)).toEqual({ ok: false, refusal });
  });

  it('of the last month is refused while figures do not reach it', () => {
    expect(parsePeriod('last-month', { today: day('2026-12-03'), through: day('2026-10-30') })).toEqual({
      ok: false,
      refusal: 'There are no figures of 2026-11 yet: they reach 2026-10-30.',
    });
  });

  it.each(['', 'month', '8d', '2026-13', '2026-10-03', '..', '<script>', '2026-10-03..', 'x'.repeat(10_000)])(
    '%.20s is refused with what would be right',
    (asked) => {
      const parsed = parsePeriod(asked, KNOWN);
      expect(parsed).toMatchObject({ ok: false, refusal: expect.stringContaining('"2026-10-03..2026-10-20"') });
      expect(parsed.ok ? 0 : parsed.refusal.length).toBeLessThan(240);
    },
  );
});

describe('what is compared', () => {
  it('has as many complete days on both sides', () => {
    const spans = comparedSpans(period('this-month'), day('2026-11-20'));
    expect(spans && [text(spans.current), text(spans.previous)]).toEqual(['2026-11-01..2026-11-19', '2026-10-01..2026-10-19']);
  });

  it('is whole months where both are complete', () => {
    const spans = comparedSpans(period('2026-10'), day('2026-11-20'));
    expect(spans && [text(spans.current), text(spans.previous)]).toEqual(['2026-10-01..2026-10-31', '2026-09-01..2026-09-30']);
  });

  it('is nothing while no day is complete', () => {
    expect(comparedSpans(period('2026-11-21..2026-11-21'), day('2026-11-20'))).toBeNull();
  });
});

describe('a label', () => {
  it.each([
    ['2026-11-01', '2026-11-21', 'Nov 1–21'],
    ['2026-10-01', '2026-10-31', 'October'],
    ['2025-10-01', '2025-10-31', 'October 2025'],
    ['2026-10-23', '2026-11-21', 'Oct 23 – Nov 21'],
    ['2025-12-23', '2026-01-05', 'Dec 23, 2025 – Jan 5, 2026'],
    ['2025-11-23', '2025-12-05', 'Nov 23 – Dec 5, 2025'],
    ['2026-11-21', '2026-11-21', 'Nov 21'],
  ])('of %s to %s is %s', (first, last, label) => {
    expect(spanLabel({ first: day(first), last: day(last) }, TODAY)).toBe(label);
  });
});
