import { openSqlite } from './sqlite/open-sqlite.ts';
import { type Store, StoreError } from './store.ts';

/** The variables of the environment that choose a store. */
interface StoreLocation {
  DATA_DIR: string;
  DATABASE_URL?: string | undefined;
}

/** Opens the store that the environment names, its schema up to date. @throws StoreError */
export async function openStore(location: StoreLocation): Promise<Store> {
  if (location.DATABASE_URL) {
    throw new StoreError(
      'unavailable',
      'DATABASE_URL is set, but this version keeps its store in a folder only. Unset DATABASE_URL and set DATA_DIR.',
    );
  }
  return openSqlite(location.DATA_DIR);
}
