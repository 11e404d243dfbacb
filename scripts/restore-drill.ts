import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drillPostgres, drillSqlite } from '#lib/store/drill/restore-drill.ts';

const USAGE = `Usage: npm run restore:drill [-- --data-dir FOLDER]

Backs the store up, restores the backup elsewhere, opens what was restored, and looks whether all is there. The store may be in use.

  --data-dir  the folder of the store; without it, the database that DATABASE_URL names, else DATA_DIR or ./data

A database is restored into the one that RESTORE_DATABASE_URL names, which must be empty; pg_dump and pg_restore must be on the PATH.
Exit code: 0 all is there, 1 not all, 2 the drill could not be made.
`;

const folder = mkdtempSync(join(tmpdir(), 'cellwatch-drill-'));
try {
  const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
  const { DATABASE_URL, RESTORE_DATABASE_URL, DATA_DIR } = process.env;
  const onFolder = values['data-dir'] ?? (DATABASE_URL ? null : DATA_DIR || './data');
  if (onFolder === null && !RESTORE_DATABASE_URL) throw new Error(`RESTORE_DATABASE_URL names no database.\n\n${USAGE}`);
  const { missing, told } =
    onFolder === null ? await drillPostgres(DATABASE_URL ?? '', RESTORE_DATABASE_URL ?? '', folder) : await drillSqlite(onFolder, folder);
  for (const line of told) console.log(line);
  console.log(missing === null ? 'The backup can be restored: all is there.' : `NOT all is there: ${missing}.`);
  process.exitCode = missing === null ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
