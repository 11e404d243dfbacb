import { expect, test } from 'vitest';
import { askQuery, asksOther, formatCostsLook, parseCostsLook } from './costs-look.ts';
import { rowNote } from './row-note.ts';
import { sumMoney } from './sum-money.ts';
import { turnedPeriod } from './turned-period.ts';

const parse = (query: string) => parseCostsLook(new URLSearchParams(query));

test('what is looked at survives the address, and what is default stays out of it', () => {
  const query = 'period=2026-10&group=wave&metric=unblended&shared=traffic&sort=unit&order=up&q=prod';
  expect(formatCostsLook(parse(query))).toBe(query);
  expect(formatCostsLook(parse(''))).toBe('');
  expect(askQuery(parse('group=cell&sort=name')).toString()).toBe('');
});

test('a word that only the server can judge is kept, a sort that is none is not', () => {
  expect(parse('period=soon&group=planet')).toMatchObject({ period: 'soon', group: 'planet' });
  expect(parse('sort=weight&order=sideways')).toMatchObject({ sort: 'cost', ascending: null });
});

test('other figures are a step back in the browser, another order is none', () => {
  expect(asksOther(parse(''), parse('group=wave'))).toBe(true);
  expect(asksOther(parse('group=wave'), parse('group=wave&sort=name&q=x'))).toBe(false);
});

test('a period is turned only where it is reversed', () => {
  expect(turnedPeriod('2026-03-09..2026-03-01')).toBe('2026-03-01..2026-03-09');
  for (const other of ['2026-03-01..2026-03-09', '2026-03-01..2026-03-01', 'this-month', '9..1']) expect(turnedPeriod(other)).toBeNull();
});

test('shown sums are exact', () => {
  expect(sumMoney(['0.10', '0.20', '-0.05'])).toBe('0.25');
  expect(sumMoney(['-1.00', '0.99'])).toBe('-0.01');
  expect(sumMoney(['9007199254740993.01', '0.01'])).toBe('9007199254740993.02');
});

test('a row without a cost says why, not $0', () => {
  const row = { kind: 'cell', wave: 'small', state: 'in-service', cells: 0, withoutCost: 1, parts: [], cost: null, why: 'no cost source' };
  expect(rowNote(row as unknown as Parameters<typeof rowNote>[0])).toBe('no cost source');
});
