import { expect, test } from 'vitest';
import { aboutMoney, budgetPercent, changePercent, money, shortMoney } from './money.ts';

test('money is written digit by digit, to the cent', () => {
  expect(money('84310.12', 'USD')).toBe('$84,310.12');
  expect(money('9007199254740993.07', 'USD')).toBe('$9,007,199,254,740,993.07');
  expect(money('-5.25', 'USD')).toBe('−$5.25');
  expect(money('-0.00', 'USD')).toBe('$0.00');
  expect(money('7', 'EUR')).toBe('€7.00');
  expect(money('13.9249', 'USD')).toBe('$13.92');
  expect(money('-1.995', 'USD')).toBe('−$2.00');
  expect(money('-0.004', 'USD')).toBe('$0.00');
});

test('a change carries its sign, nothing has none', () => {
  expect(money('12.5', 'USD', true)).toBe('+$12.50');
  expect(money('0.00', 'USD', true)).toBe('$0.00');
  expect(changePercent(0.2221)).toBe('+22.2\u00a0%');
  expect(changePercent(-0.003)).toBe('−0.3\u00a0%');
  expect(changePercent(0.0004)).toBe('0\u00a0%');
  expect(changePercent(12.34)).toBe('+1,234\u00a0%');
});

test('estimates pretend no cents, small ones do', () => {
  expect(aboutMoney(121_040.4, 'USD')).toBe('$121,040');
  expect(aboutMoney(3.456, 'USD')).toBe('$3.46');
  expect(aboutMoney(-0.001, 'USD')).toBe('$0');
  expect(shortMoney(1_500, 'USD')).toBe('$1.5k');
  expect(shortMoney(0, 'USD')).toBe('$0');
  expect(shortMoney(2_000_000, 'USD')).toBe('$2M');
});

test('an overspent budget is negative', () => {
  expect(budgetPercent(-2.123)).toBe('−212\u00a0%');
  expect(budgetPercent(0.824)).toBe('82\u00a0%');
});
