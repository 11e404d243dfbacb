import type { Kysely } from 'kysely';
import { actionQueries } from './action-queries.ts';
import { approvalQueries } from './approval-queries.ts';
import { auditQueries } from './audit-queries.ts';
import { costQueries } from './cost-queries.ts';
import { glassQueries } from './glass-queries.ts';
import type { Guard } from './guard.ts';
import { healthQueries } from './health-queries.ts';
import { pauseQueries } from './pause-queries.ts';
import { pictureQueries } from './picture-queries.ts';
import type { Tables } from './schema.ts';
import { sessionQueries } from './session-queries.ts';
import type { Store } from './store.ts';

/** The store's queries, the same on every engine. `translate` turns an engine's error into a StoreError. */
export function kyselyStore(db: Kysely<Tables>, translate: (error: unknown) => unknown, closeMore: () => void): Store {
  const guarded: Guard = async (work) => {
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    }
  };
  return {
    ...healthQueries(db, guarded),
    ...auditQueries(db, guarded),
    ...actionQueries(db, guarded),
    ...approvalQueries(db, guarded),
    ...glassQueries(db, guarded),
    ...pauseQueries(db, guarded),
    ...costQueries(db, guarded),
    ...pictureQueries(db, guarded),
    ...sessionQueries(db, guarded),
    async close() {
      await db.destroy();
      closeMore();
    },
  };
}
