import { administratorKey, appKey } from '../iam/find-key.ts';
import type { Answer } from '../wire/error-answer.ts';
import type { WireRequest } from '../wire/identify-call.ts';
import type { SimulatorState } from '../wire/simulator-state.ts';
import type { ExplorerState } from '../world/costs/costs-world.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '../world/types.ts';
import { describeCosts, readExplorerState } from './costs.ts';
import { readLag, readRelease } from './read-release.ts';
import { endOf, readFault, readIncident, SideDoorError } from './read-side-door.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

type Handler = (state: SimulatorState, request: WireRequest) => unknown;

const ROUTES: Record<string, Partial<Record<string, Handler>>> = {
  '/_simulator/health': {
    GET: ({ world }) => ({ status: 'ok', cells: world.cells.length, seed: world.seed, now: new Date(world.clock.now()).toISOString() }),
  },
  '/_simulator/credentials': { GET: ({ world }) => credentials(world) },
  '/_simulator/calls': {
    GET: ({ calls }) => calls.list(),
    DELETE: ({ calls }) => {
      calls.reset();
      return {};
    },
  },
  '/_simulator/faults': {
    GET: ({ faults }) => faults.list(),
    POST: ({ faults }, { body }) => ({ id: faults.add(readFault(body)).id }),
    DELETE: ({ faults }, request) => ended(faults.end(endOf(request)), endOf(request)),
  },
  '/_simulator/incidents': {
    GET: ({ world }) => world.incidents.list(),
    POST: ({ world }, { body }) => ({ id: world.incidents.start(readIncident(body, world.cells)).id }),
    DELETE: ({ world }, request) => ended(world.incidents.end(endOf(request) ?? undefined), endOf(request)),
  },
  '/_simulator/releases': {
    GET: ({ world }) => world.releases.list(),
    POST: ({ world }, { body }) => world.releases.start(readRelease(body, world)),
    // Ends the world's own releases; those under way go on, and can be stopped through CodePipeline.
    DELETE: ({ world }) => {
      world.releases.quiet();
      return { quiet: true };
    },
  },
  '/_simulator/lag': {
    GET: ({ world }) => ({ seconds: world.releases.lagMs / 1000 }),
    POST: ({ world }, { body }) => setLag(world, readLag(body)),
    DELETE: ({ world }) => setLag(world, 0),
  },
  '/_simulator/costs': {
    GET: ({ world, calls }) => describeCosts(world, calls),
    POST: ({ world }, { body }) => setExplorer(world, readExplorerState(body)),
    DELETE: ({ world }) => setExplorer(world, 'enabled'),
  },
};

/** What is not AWS: counting calls, faults, incidents, releases, a lag, the truth of the costs. Only for programs on this machine, never for web pages. */
export function answerSideDoor(state: SimulatorState, request: WireRequest, peer: string): Answer {
  try {
    if (!LOOPBACK.test(peer)) throw new SideDoorError(403, 'forbidden', 'The side door only opens to this machine.');
    if (request.headers.origin !== undefined) throw new SideDoorError(403, 'forbidden', 'The side door does not open to web pages.');
    const route = ROUTES[request.path.replace(/\/$/, '')];
    if (!route) throw new SideDoorError(404, 'not-found', `There is no ${request.path}; there are ${Object.keys(ROUTES).join(', ')}.`);
    const handler = route[request.method];
    if (!handler)
      throw new SideDoorError(405, 'method-not-allowed', `${request.path} takes ${Object.keys(route).join(', ')}, not ${request.method}.`);
    return answer(200, handler(state, request));
  } catch (error) {
    if (error instanceof SideDoorError) return answer(error.status, { code: error.code, message: error.message });
    throw error;
  }
}

function answer(status: number, value: unknown): Answer {
  return { status, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, body: `${JSON.stringify(value)}\n` };
}

/** For how long after a control call GetPipelineState tells what was before. */
function setLag(world: SimulatorState['world'], seconds: number): { seconds: number } {
  world.releases.lagMs = seconds * 1000;
  return { seconds };
}

/** Whether Cost Explorer answers, is not enabled, or has no data yet. */
function setExplorer(world: SimulatorState['world'], explorer: ExplorerState): { explorer: ExplorerState } {
  world.costs.explorer = explorer;
  return { explorer };
}

function ended(count: number, id: string | null): { ended: number } {
  if (id !== null && count === 0) throw new SideDoorError(404, 'not-found', `There is nothing under way with the id "${id}".`);
  return { ended: count };
}

function credentials(world: SimulatorState['world']) {
  return {
    app: {
      ...appKey(world),
      accountId: world.organization.monitoringAccountId,
      region: 'us-east-1',
      registry: `s3://${REGISTRY_BUCKET}/${REGISTRY_KEY}`,
    },
    administrators: { pattern: administratorKey('ACCOUNT'), management: administratorKey(world.organization.managementAccountId) },
  };
}
