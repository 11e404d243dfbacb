import { expect, test } from 'vitest';
import { samePerson } from './same-person.ts';

const olga = { id: 'u-1', email: 'olga@orbit.example' };

test.each([
  ['another session', olga],
  ['the subject in other letters', { id: ' U-1', email: null }],
  ['another subject with the same address', { id: 'u-2', email: 'Olga@Orbit.example ' }],
  ['the address in full-width letters', { id: 'u-2', email: 'ｏlga@orbit.example' }],
])('%s is the same person', (_, other) => {
  expect(samePerson(olga, other)).toBe(true);
});

test('two subjects with two addresses, or without any, are two people', () => {
  expect(samePerson(olga, { id: 'u-2', email: 'piet@orbit.example' })).toBe(false);
  expect(samePerson({ id: 'u-1', email: null }, { id: 'u-2', email: null })).toBe(false);
  expect(samePerson({ id: 'u-1', email: '' }, { id: 'u-2', email: ' ' })).toBe(false);
});
