import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLOUDS, ENVIRONMENTS } from '#lib/domain/registry/registry.ts';
import { describeFleetFilter, formatFleetFilter, GROUPINGS, LOOKS, NO_FILTER, parseFleetFilter, SORTS } from './fleet-filter.ts';

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 3 });
const filters = fc.record({
  group: fc.constantFrom(...GROUPINGS),
  sort: fc.constantFrom(...SORTS),
  text: fc.string({ maxLength: 10 }),
  looks: fc.subarray([...LOOKS]),
  waves: names,
  regions: names,
  environments: fc.subarray([...ENVIRONMENTS]),
  clouds: fc.subarray([...CLOUDS]),
  developer: fc.boolean(),
  cell: fc.option(fc.string({ minLength: 1, maxLength: 8 })),
  wall: fc.boolean(),
});

test('every view survives its own address', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(parseFleetFilter(new URLSearchParams(formatFleetFilter(filter)))).toEqual(filter);
    }),
  );
});

test('the usual view has no query', () => {
  expect(formatFleetFilter(NO_FILTER)).toBe('');
  expect(parseFleetFilter(new URLSearchParams(''))).toEqual(NO_FILTER);
});

test('unknown values are ignored, and ?wall needs no value', () => {
  const filter = parseFleetFilter(new URLSearchParams('group=moon&state=purple&state=critical&wall'));
  expect(filter).toEqual({ ...NO_FILTER, looks: ['critical'], wall: true });
});

test('says in words what is filtered', () => {
  expect(describeFleetFilter({ ...NO_FILTER, text: ' euw1 ', looks: ['critical', 'no-data'], regions: ['eu-west-1'] })).toBe(
    '“euw1”, state critical or no data, region eu-west-1',
  );
});
