import { expect, it } from 'vitest';
import { dayOf, dayText } from './calendar.ts';
import { servedSpan } from './served-span.ts';

const day = (text: string) => dayOf(Date.parse(text));
const told = (first: string, last: string, through: string, traffic: string | null) => {
  const columns = { from: 0, to: 0 };
  const period = { first: day(first), last: day(last), columns };
  const span = servedSpan({ period, through: day(through) }, { last: traffic === null ? null : day(traffic) });
  return [dayText(span.first), dayText(span.last), span.note];
};

it('is the month so far as soon as one whole day of it is known, though its costs are not whole yet', () => {
  expect(told('2026-11-01', '2026-11-02', '2026-11-02', '2026-11-01')).toEqual(['2026-11-01', '2026-11-01', null]);
  expect(told('2026-10-20', '2026-11-18', '2026-11-18', '2026-11-17')).toEqual(['2026-11-01', '2026-11-17', null]);
});

it('until then is the month before, and says so', () => {
  const note = 'October, since November has no whole day yet';
  expect(told('2026-11-01', '2026-11-01', '2026-11-01', '2026-10-31')).toEqual(['2026-10-01', '2026-10-31', note]);
  expect(told('2026-10-26', '2026-11-01', '2026-11-01', '2026-10-31')).toEqual(['2026-10-01', '2026-10-31', note]);
});

it('is the month of the period where that is over', () => {
  expect(told('2026-10-01', '2026-10-31', '2026-11-01', '2026-10-31')).toEqual(['2026-10-01', '2026-10-31', null]);
  expect(told('2026-10-01', '2026-10-31', '2026-11-21', null)).toEqual(['2026-10-01', '2026-10-31', null]);
});
