import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(message: string, fields: Record<string, unknown> = {}): string[] {
  const lines: string[] = [];
  createLog('debug', (line) => void lines.push(line)).error(message, fields);
  return lines;
}

test('whatever is logged is one line of plain signs that parses to what was given', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\n', '\r', '\u001b', '\u009b', '\u2028', '\u202e', '\u200f', '"', '\\', '\u0000', '💥'),
      fc.string({ maxLength: 2 }),
    ),
  });
  fc.assert(
    fc.property(text, text, (message, value) => {
      const [line = '', ...more] = logged(message, { value });
      expect(more).toEqual([]);
      expect(line.endsWith('\n')).toBe(true);
      // Nothing that ends a line, steers a terminal or turns the text around.
      expect(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line.slice(0, -1))).toBe(false);
      expect(JSON.parse(line)).toMatchObject({ level: 'error', message, value });
    }),
  );
});

test('an event cannot pass for another', () => {
  const [line = ''] = logged('signed in', { name: 'x","level":"debug","message":"y' });
  expect(JSON.parse(line)).toMatchObject({ level: 'error', message: 'signed in' });
});

test('of an error the name and the message are told, and nothing that hangs on it', () => {
  const error = Object.assign(new Error('refused'), { token: 'a-secret', cause: new Error('a-secret') });
  expect(logged('failed', { error })[0]).not.toContain('a-secret');
});
