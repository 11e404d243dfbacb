import { expect, test } from 'vitest';
import { matchCommands, paletteCommands } from './palette-commands.ts';

const commands = paletteCommands('/?group=region', 'dark', true);
const ids = (typed: string) => matchCommands(commands, typed).map(({ id }) => id);

test('a command is found by the beginnings of its words, in any order', () => {
  expect(ids('sho crit')).toEqual(['critical', 'sick']);
  expect(ids('out sign')).toEqual(['sign-out']);
  expect(ids('log out')).toEqual(['sign-out']);
});

test('nothing typed offers all, and what fits none offers none', () => {
  expect(ids('')).toHaveLength(commands.length);
  expect(ids('prod-euw1-b')).toEqual([]);
});

test('costs are offered to those who may read them', () => {
  expect(ids('spend')).toEqual(['costs']);
  expect(paletteCommands('/', 'dark', false).map(({ id }) => id)).not.toContain('costs');
});

test('the fleet is found as it was left', () => {
  expect(commands[0]?.does).toEqual({ kind: 'go', href: '/?group=region' });
});

test('the theme offered is the one after the present', () => {
  expect(commands.find(({ id }) => id === 'theme')?.does).toEqual({ kind: 'theme', theme: 'system' });
});
