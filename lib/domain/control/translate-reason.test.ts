import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translateReason } from './translate-reason.ts';

describe('a reason as AWS takes it', () => {
  it.each([
    ['errors in small', 'errors in small'],
    ['Fehler über 20 %: Größe prüfen, „schnell“!', 'Fehler ueber 20 percent - Groesse pruefen schnell!'],
    ['ÜBERLAST, Übung', 'UEBERLAST Uebung'],
    ["can't roll back; don't resume", 'cant roll back - dont resume'],
    ['see https://runbooks.example/x_y#1', 'see https runbooks.example-x-y no. 1'],
    ['#1234 — 2f9c1 → 1b0aa…', 'no. 1234 - 2f9c1 to 1b0aa...'],
    ['crème brûlée à São Paulo, Łódź', 'creme brulee a Sao Paulo Lodz'],
    ['a\tb\n\nc\u0000d', 'a b c d'],
    ['[INC-7] <urgent> {x} & y', '(INC-7) (urgent) (x) and y'],
    ['5 + 3 @ home (really?) *', '5 3 @ home (really?) *'],
    ['ﬁx №1', 'fix No1'],
  ])('%j is sent as %j', (written, sent) => {
    expect(translateReason(written)).toBe(sent);
  });

  it('is never empty, although nothing of what was written can be sent', () => {
    for (const written of ['', '   ', '障害対応', 'ошибки', '🔥🔥', '---', "'''"]) {
      expect(translateReason(written)).toBe('see the audit log of Cellwatch');
    }
  });

  it('is cut at a word, and says that there was more', () => {
    const long = 'word '.repeat(100);
    const sent = translateReason(long, 200);
    expect(sent).toMatch(/word\.\.\.$/);
    expect(sent.length).toBeLessThanOrEqual(200);
    expect(translateReason('x'.repeat(400))).toBe(`${'x'.repeat(297)}...`);
  });

  it('fits the pattern of AWS, whatever was written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 500 }), fc.string({ maxLength: 500 })),
        fc.constantFrom(200, 300),
        (written, atMost) => {
          const sent = translateReason(written, atMost);
          expect(sent).toMatch(/^[a-zA-Z0-9!@ ().*?-]+$/);
          expect(sent.length).toBeLessThanOrEqual(atMost);
          expect(translateReason(sent, atMost)).toBe(sent);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
