import { expect, it } from 'vitest';
import { run } from './kill.ts';

it('loses nothing and does nothing twice, killed while it acts', async () => {
  const { rows } = await run({ rounds: 3 });
  expect(rows.filter(({ ok }) => !ok)).toEqual([]);
}, 180_000);
