import { describe, expect, test } from 'vitest';
import { ruleHolds } from './composite-rule.ts';

const STATES = new Map([
  ['red', 'ALARM'],
  ['green', 'OK'],
  ['grey', 'INSUFFICIENT_DATA'],
  ['two words', 'ALARM'],
] as const);
const holds = (rule: string) => ruleHolds(rule, (name) => (STATES as ReadonlyMap<string, 'ALARM' | 'OK' | 'INSUFFICIENT_DATA'>).get(name));

describe('the rule of a composite alarm', () => {
  test.each([
    ['ALARM(red)', true],
    ['ALARM("red")', true],
    ["ALARM('red')", true],
    ['ALARM ( "two words" )', true],
    ['ALARM(arn:aws:cloudwatch:us-east-1:200000000001:alarm:red)', true],
    ['ALARM("arn:aws:cloudwatch:us-east-1:200000000001:alarm:two words")', true],
    ['OK(red)', false],
    ['OK(green) AND INSUFFICIENT_DATA(grey)', true],
    ['INSUFFICIENT_DATA(unheard-of)', true],
    ['NOT ALARM(green)', true],
    ['NOT (ALARM(green) OR ALARM(red))', false],
    ['TRUE', true],
    ['FALSE', false],
    ['TRUE OR FALSE AND FALSE', true],
    ['(TRUE OR FALSE) AND FALSE', false],
    ['NOT TRUE OR TRUE', true],
    ['NOT NOT TRUE', true],
    ['ALARM(red)\n  AND\tNOT OK(grey)', true],
  ])('%s is %s', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  test.each([
    '',
    'ALARM',
    'ALARM()',
    'ALARM(red',
    'ALARM(red) AND',
    'ALARM(red) ALARM(green)',
    'alarm(red)',
    'TRUE)',
    '(TRUE',
    'OR TRUE',
    'red',
  ])('“%s” can’t be read', (rule) => {
    expect(() => holds(rule)).toThrow(SyntaxError);
  });
});
