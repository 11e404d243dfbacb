import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, types } from 'pg';
import { storable } from '../storable.ts';
import { isLost, postgresError } from './postgres-error.ts';

const CONNECT_WITHIN_MS = 3_000;
const STATEMENT_WITHIN_MS = 5_000;
/** The server ends what takes too long; this is for a server, or a network, that says nothing any more. */
const ANSWER_AFTER_MS = 1_000;
/** A replica that froze amid a transaction would keep the others from the audit chain. */
const IDLE_IN_TRANSACTION_MS = 10_000;
const CLOSE_WITHIN_MS = 1_000;

const BIGINT = types.builtins.INT8;

interface PoolOptions {
  /** Without password, for messages. */
  where: string;
  connections: number;
  statementWithinMs?: number;
  readOnly?: boolean;
}

/**
 * Connections that fail within seconds with a StoreError when the server is gone, and are there again when it is.
 * @returns what Kysely's dialect calls
 */
export function connectionPool(databaseUrl: string, options: PoolOptions): PostgresPool {
  const { where, connections, statementWithinMs = STATEMENT_WITHIN_MS, readOnly = false } = options;
  const session = `SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED${readOnly ? ', READ ONLY' : ''}`;
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'cellwatch',
    max: connections,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    statement_timeout: statementWithinMs,
    query_timeout: statementWithinMs + ANSWER_AFTER_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    // What counts and times are: whole numbers far below 2^53.
    types: { getTypeParser: (oid, format) => (oid === BIGINT ? Number : types.getTypeParser(oid, format)) },
    // Appending to the audit chain reads what the writer before it has committed, whatever the database's default is.
    onConnect: (client) => client.query(session),
  });
  // A connection that breaks while nobody uses it is dropped by the pool, and one in use fails what uses it: both are told
  // there. Without somebody who listens they would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const acquire = async () => {
    try {
      return await pool.connect();
    } catch (error) {
      throw postgresError(error, where);
    }
  };
  return {
    async connect() {
      const client = await acquire();
      let lost: unknown = null;
      const query = async (text: string, parameters: readonly unknown[]) => {
        // The rollback after a lost connection would wait as long again.
        if (lost) throw lost;
        try {
          return await client.query(text, parameters.map(storable));
        } catch (error) {
          const told = postgresError(error, where);
          if (isLost(error)) lost = told;
          throw told;
        }
      };
      // The other form that Kysely's type knows is for cursors, which are not used.
      return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(lost !== null) };
    },
    async end() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_WITHIN_MS);
      });
      await Promise.race([pool.end(), late]);
      clearTimeout(timer);
    },
  };
}
