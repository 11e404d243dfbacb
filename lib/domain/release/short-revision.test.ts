import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameRevision, shortRevision } from './short-revision.ts';

const hash = fc.stringMatching(/^[0-9a-f]{40}$/);

describe('revisions', () => {
  it('go by five characters of a hash, or by a short name', () => {
    expect(shortRevision('2f9c1e77aa0123456789abcdef0123456789abcd')).toBe('2f9c1');
    expect(shortRevision('sha256:90be7aa0123456789abcdef0123456789abcd')).toBe('90be7');
    expect(shortRevision('v1.12.3')).toBe('v1.12.3');
    expect(shortRevision('Xk3.9sQpW0_vTz1mNb7LrYc2HdJfGu8E')).toBe('Xk3.9');
  });

  it('are the same as each of their prefixes of five characters and more', () => {
    fc.assert(
      fc.property(hash, fc.integer({ min: 5, max: 40 }), (id, length) => {
        expect(sameRevision(id, id.slice(0, length).toUpperCase())).toBe(true);
        expect(sameRevision(id, shortRevision(id))).toBe(true);
      }),
    );
  });

  it('are not the same otherwise', () => {
    expect(sameRevision('2f9c1e7', '2f9c2e7')).toBe(false);
    expect(sameRevision('2f9c1e7', '2f9c')).toBe(false);
    expect(sameRevision('v1.12', 'v1.1')).toBe(false);
    expect(sameRevision('v1.12.3', 'v1.12')).toBe(false);
  });
});
