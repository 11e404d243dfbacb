import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#lib/clock.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { parseEnv } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import { createRuntime } from '#lib/runtime.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import { openStore } from '#lib/store/open-store.ts';
import { PostgresServer } from '#lib/store/testing/postgres-server.ts';
import { appKey } from '#simulator/iam/find-key.ts';
import { startSimulator } from '#simulator/start-simulator.ts';

/** For tests: replicas on a PostgreSQL of their own and a simulated organization, in this process or in one that is killed. */
export async function startReplicaBed() {
  const simulator = await startSimulator({ cells: 12, seed: 3, port: 0 });
  const server = await PostgresServer.start();
  const databaseUrl = await server.newDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'cellwatch-replicas-'));
  const { accessKeyId, secretAccessKey } = appKey(simulator.world);
  process.env.AWS_ACCESS_KEY_ID = accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
  const environment = (name: string): Record<string, string> => ({
    CELL_REGISTRY: 's3://orbit-cellwatch/registry.json',
    AWS_ENDPOINT_URL: simulator.url,
    AWS_REGION: 'us-east-1',
    NEXTAUTH_URL: 'http://127.0.0.1:3000',
    NEXTAUTH_SECRET: 'a secret of the test',
    OIDC_ISSUER: 'http://127.0.0.1:4567',
    OIDC_CLIENT_ID: 'cellwatch',
    OIDC_CLIENT_SECRET: 'cellwatch-demo',
    DATA_DIR: join(folder, name),
    DATABASE_URL: databaseUrl,
    REFRESH_SECONDS: '2',
    IDLE_REFRESH_SECONDS: '2',
    LOG_LEVEL: 'error',
  });
  const running: Runtime[] = [];
  const children: ChildProcess[] = [];
  let serial = 0;

  return {
    server,
    databaseUrl,
    async start(): Promise<Runtime> {
      const env = parseEnv(environment(`replica-${++serial}`));
      const runtime = await createRuntime({ env, store: await openStore(env), clock: systemClock, log: createLog('error', () => {}) });
      running.push(runtime);
      return runtime;
    },
    /** One in a process of its own; `says` waits for a line that begins so, and answers the rest of it. */
    spawn() {
      const program = fileURLToPath(new URL('replica-process.ts', import.meta.url));
      const child = spawn(process.execPath, [program], {
        env: { ...process.env, ...environment(`replica-${++serial}`) },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      children.push(child);
      const lines: string[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
      return {
        child,
        async says(start: string): Promise<string> {
          for (const end = performance.now() + 30_000; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 10))) {
            const found = lines.find((line) => line.startsWith(start));
            if (found !== undefined) return found.slice(start.length).trim();
          }
          throw new Error(`a replica did not say ${start}; it said ${lines.join(', ')}`);
        },
      };
    },
    /** How often an operation reached AWS. */
    async called(operation: string): Promise<number> {
      const counts = (await (await fetch(`${simulator.url}/_simulator/calls`)).json()) as { operation: string; count: number }[];
      return counts.reduce((sum, row) => sum + (row.operation === operation ? row.count : 0), 0);
    },
    caller: (): Caller => ({
      person: { id: 'olga', name: 'Olga Operator', email: 'olga@orbit.example' },
      grants: [{ role: 'operator' }],
      expiresAt: Date.now() + 3_600_000,
      sessionId: 'session-of-olga',
      authenticatedAt: Date.now(),
      origin: { address: '192.0.2.1', userAgent: 'test' },
    }),
    async close(): Promise<void> {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(running.map((replica) => replica.stop()));
      await simulator.close();
      await server.remove();
      rmSync(folder, { recursive: true });
    },
  };
}
