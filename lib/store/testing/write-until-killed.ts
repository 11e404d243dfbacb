import { openStore } from '../open-store.ts';

/** Records one change after another and prints each number once it is acknowledged, until somebody kills it. */
const store = await openStore({ DATA_DIR: process.argv[2] ?? '' });
for (let at = 1; ; at++) {
  await store.recordChanges([{ cell: 'a', at, from: 'healthy', to: 'critical', reason: 'written' }]);
  process.stdout.write(`${at}\n`);
}
