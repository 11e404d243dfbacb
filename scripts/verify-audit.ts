import { parseArgs } from 'node:util';
import type { ChainHead } from '#lib/domain/audit/audit-chain.ts';
import { readPostgres } from '#lib/store/postgres/open-postgres.ts';
import { readSqlite } from '#lib/store/sqlite/read-sqlite.ts';
import { verifyAudit } from '#lib/store/verify-audit.ts';

const USAGE = `Usage: npm run audit:verify [-- --data-dir FOLDER] [--head COUNT:HASH]

  --data-dir  the folder of the store; without it, the database that DATABASE_URL names, else DATA_DIR or ./data
  --head      a count and hash that an earlier run printed and that were kept elsewhere

Exit code: 0 intact, 1 altered or missing, 2 it could not be read.
`;

function readHead(text: string | undefined): ChainHead | null {
  if (text === undefined) return null;
  const [, count, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (count === undefined || hash === undefined) throw new Error(`--head is "${text}"; expected COUNT:HASH.\n\n${USAGE}`);
  return { count: Number(count), hash };
}

try {
  const { values } = parseArgs({ options: { 'data-dir': { type: 'string' }, head: { type: 'string' } } });
  const { DATABASE_URL, DATA_DIR } = process.env;
  const folder = values['data-dir'];
  const store = folder === undefined && DATABASE_URL ? await readPostgres(DATABASE_URL) : readSqlite(folder ?? (DATA_DIR || './data'));
  const result = await verifyAudit(store, readHead(values.head));
  await store.close();
  if (result.ok) {
    console.log(`The audit log is intact: ${result.head.count} entries, head ${result.head.count}:${result.head.hash}`);
  } else {
    console.log(`The audit log is NOT intact (${result.fault.what}): ${result.fault.text}.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
