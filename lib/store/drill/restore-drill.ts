import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openPostgres, readPostgres } from '../postgres/open-postgres.ts';
import { openSqlite } from '../sqlite/open-sqlite.ts';
import { readSqlite } from '../sqlite/read-sqlite.ts';
import type { Store } from '../store.ts';
import { verifyAudit } from '../verify-audit.ts';

/** What a drill found. */
interface Drilled {
  /** What was not restored as it was, in words; null when all was. */
  missing: string | null;
  /** What was done, a line each. */
  told: string[];
}

/** What is counted before and after. */
interface Held {
  /** `COUNT:HASH` of the audit chain's end, or what is wrong with the chain. */
  audit: string;
  open: number;
  fetchedAt: number | null;
}

/**
 * Backs a folder's store up while it may be in use, restores the copy into another folder and opens it.
 * @param scratch an empty folder @throws StoreError
 */
export async function drillSqlite(dataDir: string, scratch: string): Promise<Drilled> {
  const before = await heldBy(readSqlite(dataDir));
  const backup = join(scratch, 'backup.db');
  backUpSqlite(dataDir, backup);
  const restored = join(scratch, 'restored');
  mkdirSync(restored);
  copyFileSync(backup, join(restored, 'cellwatch.db'));
  return compare(before, await openSqlite(restored), `a copy of ${join(dataDir, 'cellwatch.db')}`);
}

/**
 * Backs a database up, restores it into another and opens that.
 * @param into address of an empty database
 * @param scratch an empty folder
 * @throws StoreError, Error with what pg_dump or pg_restore said
 */
export async function drillPostgres(databaseUrl: string, into: string, scratch: string): Promise<Drilled> {
  const before = await heldBy(await readPostgres(databaseUrl));
  const dump = join(scratch, 'cellwatch.dump');
  runProgram('pg_dump', databaseUrl, ['--format=custom', '--no-owner', '--no-privileges', `--file=${dump}`]);
  runProgram('pg_restore', into, ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction', dump]);
  return compare(before, await openPostgres(into), 'a dump of DATABASE_URL');
}

/** Writes one file with all that is committed, whoever writes meanwhile. */
function backUpSqlite(dataDir: string, path: string): void {
  const source = join(resolve(dataDir), 'cellwatch.db');
  if (!existsSync(source)) throw new Error(`There is no store in ${dataDir}.`);
  const database = new DatabaseSync(source);
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    database.prepare('VACUUM INTO ?').run(path);
  } finally {
    database.close();
  }
}

async function heldBy(store: Store): Promise<Held> {
  try {
    const audit = await verifyAudit(store);
    return {
      audit: audit.ok ? `${audit.head.count}:${audit.head.hash}` : audit.fault.text,
      open: (await store.openActions()).length,
      fetchedAt: (await store.costState()).fetchedAt,
    };
  } finally {
    await store.close();
  }
}

/** What was written between the look and the backup is there besides. */
async function compare(before: Held, restored: Store, what: string): Promise<Drilled> {
  const [count = '', hash = ''] = before.audit.split(':');
  const anchor = { count: Number(count), hash };
  let missing: string | null = null;
  if (!Number.isInteger(anchor.count) || hash === '') missing = `the audit log was not intact before: ${before.audit}`;
  else {
    const audit = await verifyAudit(restored, anchor);
    if (!audit.ok) missing = `the audit log: ${audit.fault.text}`;
  }
  const after = await heldBy(restored);
  if (before.fetchedAt !== null && (after.fetchedAt ?? 0) < before.fetchedAt) missing ??= 'the last fetch of costs';
  return {
    missing,
    told: [
      `Restored from ${what}.`,
      `Audit log before: ${before.audit}; restored: ${after.audit}`,
      `Actions without an outcome before: ${before.open}; restored: ${after.open}`,
    ],
  };
}

/** The password goes by the environment: everybody on the machine sees arguments. */
function runProgram(program: string, databaseUrl: string, options: readonly string[]): void {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const env = { ...process.env, ...(password ? { PGPASSWORD: password } : {}) };
  const { status, stderr, error } = spawnSync(program, [`--dbname=${url}`, ...options], { env, encoding: 'utf8' });
  if (error)
    throw new Error(`${program} could not be run (${error.message}). It comes with PostgreSQL's client package.`, { cause: error });
  if (status !== 0) throw new Error(`${program} failed: ${stderr.trim().slice(0, 2_000)}`);
}
