import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';

/** The variables of the environment that choose a store. */
interface StoreLocation {
  DATA_DIR: string;
  DATABASE_URL?: string | undefined;
}

/** Opens the store that the environment names, its schema up to date. @throws StoreError */
export async function openStore(location: StoreLocation): Promise<Store> {
  if (location.DATABASE_URL) {
    // Who keeps the store in a folder need not load the driver.
    const { openPostgres } = await import('./postgres/open-postgres.ts');
    return openPostgres(location.DATABASE_URL);
  }
  return openSqlite(location.DATA_DIR);
}
