import type { AddressInfo } from 'node:net';
import { Sessions } from './iam/issue-session.ts';
import { startIdentityProvider } from './identity/start-identity-provider.ts';
import { CallCounts } from './side-door/call-counts.ts';
import { Faults } from './side-door/faults.ts';
import { createSimulatorServer } from './wire/create-server.ts';
import { createWorld } from './world/create-world.ts';
import type { Clock, World } from './world/types.ts';

const LOOPBACK = '127.0.0.1';

export interface SimulatorOptions {
  cells: number;
  seed: number;
  /** The world's clock; the host's unless told. Signatures are always judged by the host's. */
  clock?: Clock;
  /** 0 for any free port. */
  port: number;
  /** Starts the identity provider too; without it there is none. */
  identityPort?: number;
  /** How much faster than metrics pipelines run; 10 unless told. */
  pace?: number;
  /** As in WorldOptions. */
  leastBakeMs?: number;
  /** Components with pipelines; 5 unless told. */
  components?: number;
  /** True for a world that releases nothing by itself. */
  quiet?: boolean;
  /** How long answers take that a fault slows, ms; 3 s unless told. */
  slowMs?: number;
}

const SLOW_MS = 3_000;

export interface RunningSimulator {
  url: string;
  /** Null without an identity provider. */
  identityUrl: string | null;
  world: World;
  /** Closes all connections, as a load balancer does that is replaced. */
  disconnect(): void;
  close(): Promise<void>;
}

/** An AWS organization on loopback. @throws NodeJS.ErrnoException EADDRINUSE when a port is taken */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const { port, identityPort, slowMs = SLOW_MS, ...rest } = options;
  const world = createWorld({ ...rest, clock });
  const server = createSimulatorServer(
    {
      world,
      sessions: new Sessions(options.seed),
      faults: new Faults(clock),
      calls: new CallCounts(),
      hostNow: () => Date.now(),
    },
    slowMs,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  const closeServer = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  let identity: Awaited<ReturnType<typeof startIdentityProvider>> | null = null;
  try {
    if (identityPort !== undefined) identity = await startIdentityProvider({ port: identityPort });
  } catch (error) {
    await closeServer();
    throw error;
  }
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    identityUrl: identity?.issuer ?? null,
    world,
    disconnect: () => server.closeAllConnections(),
    async close() {
      await Promise.all([closeServer(), identity?.close()]);
    },
  };
}
