import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Actions } from './actions/actions.ts';
import { Glass } from './actions/glass.ts';
import { Ledger } from './actions/ledger.ts';
import { type CellReader, TIMING } from './actions/ports.ts';
import { ConfirmRegistry } from './actions/registry-desk.ts';
import { Aws } from './aws/aws.ts';
import { type Clock, systemClock } from './clock.ts';
import { CellHistory } from './collector/cell-history.ts';
import { Collector } from './collector/collector.ts';
import { CostDesk } from './collector/costs/cost-desk.ts';
import { FleetBroadcast } from './collector/fleet-broadcast.ts';
import { metricsText } from './collector/metrics-text.ts';
import { PolicyKeeper } from './collector/policy-keeper.ts';
import { readCellView } from './collector/read-cell-view.ts';
import { minutesToFill } from './collector/source-views.ts';
import { grantsKept } from './domain/access/grants-kept.ts';
import { suspicionOf } from './domain/release/suspicion-of.ts';
import { type Env, EnvError, parseEnv } from './env.ts';
import { createLog, type Log } from './log.ts';
import { outliveOutput } from './outlive-output.ts';
import { Replicas } from './replicas/replicas.ts';
import { sharedReleases } from './replicas/shared-releases.ts';
import type { FleetFeed, Runtime } from './runtime-contract.ts';
import { Sessions } from './sessions/sessions.ts';
import { stopBeforeExit } from './stop-before-exit.ts';
import { Journal } from './store/journal.ts';
import { openStore } from './store/open-store.ts';
import { type Store, StoreError } from './store/store.ts';

/** Health changes are kept so long. */
const FORGET_AFTER_MS = 90 * 86_400_000;
const FORGET_EVERY_MS = 86_400_000;
/** Of calls, while time is virtual. */
const DRIVEN = { rates: false, timeoutMs: 4_000 };

const shared = globalThis as { __cellwatch?: Promise<Runtime> };

/**
 * Makes the one runtime of this process and starts its collector; a second call (hot reload) answers the first one's.
 * A fault in the environment or an unusable store ends the process with a message that says what to do.
 */
export function startRuntime(): Promise<Runtime> {
  shared.__cellwatch ??= start().catch((error: unknown) => {
    if (error instanceof EnvError || error instanceof StoreError) process.stderr.write(`${error.message}\n`);
    else createLog('error').error('Cellwatch could not start', { error });
    process.exit(1);
  });
  return shared.__cellwatch;
}

async function start(): Promise<Runtime> {
  outliveOutput();
  const env = parseEnv(process.env);
  const store = await openStore(env);
  const log = createLog(env.LOG_LEVEL);
  const runtime = await createRuntime({ env, store, clock: systemClock, log });
  stopBeforeExit(() => runtime.stop().catch((error: unknown) => log.error('stopping failed', { error })));
  return runtime;
}

/** Puts the parts together and starts collecting. @throws EnvError when the access policy is refused. */
export async function createRuntime(given: { env: Env; store: Store; clock: Clock; log: Log }): Promise<Runtime> {
  const { runtime, start } = await assembleRuntime(given);
  await start();
  return runtime;
}

/** A runtime that collects by itself once it is started; tests drive it by hand. */
interface AssembledRuntime {
  runtime: Runtime;
  start(): Promise<void>;
  /** Reads once all that is due. */
  refresh(): Promise<void>;
}

/**
 * Puts the parts together and shows what is kept.
 * @param given.driven true in tests in which time is virtual: nothing is paced, and calls are given up soon
 * @throws EnvError when the access policy is refused
 */
export async function assembleRuntime(given: {
  env: Env;
  store: Store;
  clock: Clock;
  log: Log;
  driven?: boolean;
}): Promise<AssembledRuntime> {
  const { env, store, clock, log, driven = false } = given;
  const boot = randomBytes(6).toString('base64url').replaceAll('-', '_');
  const aws = new Aws({ region: env.AWS_REGION, clock, endpoint: env.AWS_ENDPOINT_URL, ...(driven && DRIVEN) });
  const policies = await PolicyKeeper.start(aws, env.ACCESS_POLICY, log).catch((error: unknown) => {
    aws.stop();
    throw error;
  });
  const broadcast = new FleetBroadcast(boot);
  const { CELL_REGISTRY: location, AWS_REGION: home, REFRESH_SECONDS: refreshSeconds } = env;
  const costs = new CostDesk({
    boot,
    aws,
    clock,
    store,
    log,
    home,
    refreshHours: env.COST_REFRESH_HOURS,
    budgetUsd: env.AWS_BUDGET_USD_PER_MONTH ?? null,
    releases: () => collector.releases,
    slowed: () => collector.pace.slowed,
    mayFetch: () => replicas?.leads ?? true,
    ...(driven && { againAfterMs: [] }),
  });
  const collector = new Collector({
    aws,
    clock,
    store,
    location,
    home,
    refreshSeconds,
    idleRefreshSeconds: env.IDLE_REFRESH_SECONDS,
    budget: () => costs.budget,
    onRegistry: (registry) => costs.follow(registry),
    onConfirmation: ({ confirmation, applied }) => void registry.ended(confirmation, applied),
    costRead: () => costs.read,
    eventsQueueUrl: env.ALARM_EVENTS_QUEUE_URL,
    broadcast,
    log,
    onPublished: () => replicas?.handOver(),
    ...(driven && { coalesceMs: 0 }),
  });
  const replicas = env.DATABASE_URL
    ? new Replicas({
        databaseUrl: env.DATABASE_URL,
        boot,
        store,
        clock,
        log,
        collector,
        broadcast,
        asked: { 'read-registry': () => collector.loops.registry.hasten() },
        onCancel: (id, reason) => actions.cancel(id, reason),
      })
    : null;
  // All who look at the fleet hear it: whoever may know more asks for it.
  const announce = (kind: 'action' | 'approval', told: object) => {
    const data = JSON.stringify(told);
    broadcast.announce(kind, data);
    replicas?.tell({ kind, data });
  };
  const sessions = new Sessions({ store, clock, log, idleMs: env.SESSION_IDLE_MINUTES * 60_000 });
  await sessions.start();
  const ledger = new Ledger(store, new Journal(env.DATA_DIR), log);
  const freshSignInMs = env.REQUIRE_FRESH_SIGN_IN_MINUTES === undefined ? null : env.REQUIRE_FRESH_SIGN_IN_MINUTES * 60_000;
  const glass = new Glass({
    store,
    ledger,
    clock,
    log,
    lastsMs: env.BREAK_GLASS_MINUTES * 60_000,
    freshSignInMs,
    announce: (broken) => broadcast.announce('glass', JSON.stringify({ broken })),
  });
  const actions = new Actions(
    {
      aws,
      clock,
      log,
      ledger,
      owner: boot,
      others: replicas && {
        isGone: (owner) => replicas.isGone(owner),
        cancel: (action, reason) => replicas.tell({ kind: 'cancel', action, reason }),
      },
      releases: replicas ? sharedReleases(collector.pipelines, replicas) : collector.pipelines,
      cells: cellReader(collector, broadcast),
      sessions,
      registry: () => collector.registryKeeper.registry ?? collector.keptRegistry?.registry ?? null,
      registryKeptAt: () => collector.keptRegistry?.at ?? null,
      freshSignInMs,
      announce: ({ id, state, finishedAt }) => announce('action', { id, state, finishedAt }),
      announceApproval: ({ id, state }) => announce('approval', { id, state }),
      glassOf: (person) => glass.of(person),
      async rightsNow({ sessionId, grants }) {
        const record = sessions.find(sessionId);
        return record && !sessions.isWithdrawn(sessionId) ? grantsKept(policies.policy, record.identity, grants) : null;
      },
      timing: TIMING,
    },
    store,
  );
  const registry = new ConfirmRegistry({
    clock,
    store,
    ledger,
    held: () => broadcast.current()?.view.heldRegistry ?? null,
    confirmed: () => (replicas ? replicas.ask('read-registry') : collector.loops.registry.hasten()),
  });
  const history = new CellHistory(aws, clock, home);
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  try {
    await collector.restore();
  } catch (error) {
    log.error('the kept picture could not be read', { error });
  }
  await costs.restore().catch((error) => log.error('what earlier runs counted could not be read', { error }));
  const forgetOld = () =>
    store?.forgetChanges(clock.now() - FORGET_AFTER_MS).catch((error) => log.error('old health changes were not dropped', { error }));
  await forgetOld();
  const noticed = () => {
    collector.noticed();
    replicas?.noticed();
  };
  let forgetting: NodeJS.Timeout | null = null;
  let stopping: Promise<void> | null = null;

  const runtime: Runtime = {
    boot,
    env,
    get accessPolicy() {
      return policies.policy;
    },
    sessions,
    clock,
    store,
    feed: noticedFeed(broadcast, noticed),
    rollouts: collector.rollouts,
    cell(name, range) {
      noticed();
      return readCellView({ collector, broadcast, history, store, clock }, name, range);
    },
    actions,
    registry,
    glass,
    costs,
    audit: store,
    readiness: () => collector.readiness(),
    metricsText() {
      const text = metricsText({
        meter: aws.meter,
        ownBill: costs.ownBill(),
        sources: collector.sources,
        pipelines: collector.pipelines.reads,
        refreshMs: Object.fromEntries(Object.entries(collector.loops).map(([name, loop]) => [name, loop.lastMs])),
        viewers: broadcast.viewers,
        minutesToFill: minutesToFill(collector.book.metrics, clock.now()),
        eventLoopP99Ms: delay.percentile(99) / 1e6,
        now: clock.now(),
      });
      delay.reset();
      return text;
    },
    stop() {
      stopping ??= (async () => {
        if (forgetting) clearInterval(forgetting);
        policies.stop();
        glass.stop();
        await actions.stop();
        // A fetch under way ends with the calls.
        const costsStopped = costs.stop();
        await replicas?.stop();
        await collector.stop();
        aws.stop();
        await costsStopped;
        delay.disable();
        await sessions.stop();
        await store?.close();
      })();
      return stopping;
    },
  };
  return {
    runtime,
    async start() {
      forgetting = setInterval(forgetOld, FORGET_EVERY_MS);
      if (replicas) await replicas.start();
      else collector.start();
      costs.start();
      await actions.start();
      await glass.start();
      log.info('Cellwatch collects', { registry: env.CELL_REGISTRY, refreshSeconds });
    },
    async refresh() {
      await collector.refreshRegistry();
      const metrics = collector.refreshMetrics().then(() => collector.fillGaps());
      await Promise.all([metrics, collector.refreshAlarms(), costs.refresh()]);
      // Judges once more, with the costs.
      await collector.refreshPipelines();
    },
  };
}

/** The feed as pages read it: whoever does is somebody who looks. */
function noticedFeed(broadcast: FleetBroadcast, noticed: () => void): FleetFeed {
  return {
    current() {
      noticed();
      return broadcast.current();
    },
    subscribe(listener) {
      noticed();
      return broadcast.subscribe(listener);
    },
    since: (lastEventId) => broadcast.since(lastEventId),
  };
}

/** What plans tell of cells: the share of traffic as published, the alarms as read. */
function cellReader(collector: Collector, broadcast: FleetBroadcast): CellReader {
  let shares: { version: string; of: ReadonlyMap<string, number | null> } = { version: '', of: new Map() };
  return {
    trafficShare(name) {
      const view = broadcast.current()?.view;
      if (!view) return null;
      if (shares.version !== view.version) {
        shares = { version: view.version, of: new Map(view.cells.map((cell) => [cell.name, cell.trafficShare])) };
      }
      return shares.of.get(name) ?? null;
    },
    redAlarms: (name) => (collector.book.cells.get(name)?.alarms ?? []).filter(({ state }) => state === 'ALARM').map((alarm) => alarm.name),
    suspicion: (executionId) => {
      const { releases } = collector;
      return releases ? (suspicionOf(executionId, releases)?.contrast ?? null) : null;
    },
  };
}
