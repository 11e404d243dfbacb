import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvField } from './csv-field.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1+cmd|x', "'-1+cmd|x"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1', "'  =1"],
  ['\t=1', '"\'\t=1"'],
  ['\r=1', '"\'\r=1"'],
  ['＝1', "'＝1"],
  ['|x', "'|x"],
  ['%x', "'%x"],
  ['a;=1', '"a;=1"'],
  ['a\t=1', '"a\t=1"'],
  ['say "x"', '"say ""x"""'],
  ['a,b', '"a,b"'],
  ['-12.50', '-12.50'],
  [-3, '-3'],
  [null, ''],
  ['plain', 'plain'],
])('%j is written as %s', (value, text) => {
  expect(csvField(value)).toBe(text);
});

test('no field of any text is a formula, or two fields, by comma, semicolon or tab', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', ',', ';', '"', "'", '＝', '1'), fc.string({ maxLength: 1 })),
  });
  fc.assert(
    fc.property(text, (value) => {
      const field = csvField(value);
      const whole = /^"(?:[^"]|"")*"$/.test(field) || !/[",;\t\r\n]/.test(field);
      expect(whole).toBe(true);
      const shown = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      expect(/^\s*[=+@|%＝＋－＠-]/.test(shown) && !/^-?\d+(\.\d+)?$/.test(shown)).toBe(false);
      expect(shown === value || shown === `'${value}`).toBe(true);
    }),
  );
});
