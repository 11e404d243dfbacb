import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPipelineStateCommand, type GetPipelineStateCommandOutput, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { Aws } from '#lib/aws/aws.ts';
import { PipelineTargets } from '#lib/collector/pipelines/pipeline-targets.ts';
import type { Grant } from '#lib/domain/access/access.ts';
import type { Action, ActionState, ActionTarget, Verb } from '#lib/domain/control/action.ts';
import type { ApprovalRequest } from '#lib/domain/control/approval.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { createLog } from '#lib/log.ts';
import { Journal } from '#lib/store/journal.ts';
import { openStore } from '#lib/store/open-store.ts';
import type { Store } from '#lib/store/store.ts';
import { startTestBed } from '#simulator/clients/test-bed.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { Actions } from '../actions.ts';
import { Ledger } from '../ledger.ts';
import { type ActionParts, type OtherReplicas, TIMING, type Timing } from '../ports.ts';

export const OPERATOR: Grant[] = [{ role: 'operator' }];
export const PREPROD: Grant[] = [{ role: 'operator', environments: ['pre-production'] }];
const TOOLING = '100000000003';
const MINUTE = 60_000;

const QUICK: Timing = {
  ...TIMING,
  stoppingReadMs: 3_000,
  observeMs: 4_000,
  lookAgainMs: 40,
  busyMs: [20, 40, 80],
  doorBusyMs: [20],
  stoppingBusyMs: [20, 40, 80, 80, 80, 80],
};

/** Actions over HTTP against a simulated organization whose clock the test turns. */
export async function startControlBed(
  options: {
    timing?: Partial<Timing>;
    freshSignInMs?: number;
    sessions?: Partial<ActionParts['sessions']>;
    store?: (store: Store) => Store;
    others?: OtherReplicas;
    /** Opens the store in another way. */
    open?: (folder: string) => Promise<Store>;
  } = {},
) {
  const bed = await startTestBed(24, { pace: 10 });
  const folder = mkdtempSync(join(tmpdir(), 'cellwatch-control-'));
  const object = bed.world.buckets.get(REGISTRY_BUCKET)?.objects.get(REGISTRY_KEY);
  const parsed = parseRegistry(Buffer.from(object?.body ?? []).toString('utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const registry: Registry = parsed.registry;
  const announced: Action[] = [];
  const approvals: Pick<ApprovalRequest, 'id' | 'state'>[] = [];
  /** What has become of rights since they were used. */
  let rightsNow = (grants: readonly Grant[]): readonly Grant[] | null => grants;
  const admin = bed.codepipeline(bed.administrator(TOOLING));
  const logged: string[] = [];
  /** Whether the registry was read, is known of an earlier run alone, or not at all. */
  let known: 'read' | 'kept' | 'none' = 'read';

  /** What one run of Cellwatch has; a new one stands for a restart. */
  async function boot() {
    const aws = new Aws({ region: 'us-east-1', clock: bed.clock, endpoint: bed.url, credentials: bed.app });
    const opened = await (options.open?.(folder) ?? openStore({ DATA_DIR: folder }));
    const store = options.store?.(opened) ?? opened;
    const log = createLog('warn', (line) => void logged.push(line));
    const journal = new Journal(folder);
    const pipelines = new PipelineTargets(
      aws,
      bed.clock,
      () => {},
      (error) => log.error('reading pipelines failed', { error }),
    );
    pipelines.follow(registry);
    const actions = new Actions(
      {
        aws,
        clock: bed.clock,
        log,
        ledger: new Ledger(store, journal, log),
        owner: randomUUID(),
        others: options.others ?? null,
        releases: pipelines,
        cells: { trafficShare: () => 0.01, redAlarms: () => [], suspicion: () => null },
        sessions: { confirm: async () => null, isWithdrawn: () => false, ...options.sessions },
        registry: () => (known === 'none' ? null : registry),
        registryKeptAt: () => (known === 'kept' ? bed.clock.now() - MINUTE : null),
        freshSignInMs: options.freshSignInMs ?? null,
        announce: (action) => void announced.push(action),
        announceApproval: ({ id, state }) => void approvals.push({ id, state }),
        glassOf: () => null,
        rightsNow: async ({ grants }) => rightsNow(grants),
        timing: { ...QUICK, ...options.timing },
      },
      store,
    );
    await actions.start();
    return {
      aws,
      store,
      journal,
      pipelines,
      actions,
      async stop() {
        await actions.stop();
        pipelines.stop();
        aws.stop();
        await opened.close();
      },
    };
  }

  let app = await boot();
  let serial = 0;
  const caller = (grants: readonly Grant[] = OPERATOR, name = 'Olga Operator'): Caller => ({
    person: { id: name.toLowerCase().replace(/\W/g, '-'), name, email: `${name.split(' ')[0]?.toLowerCase()}@orbit.example` },
    grants,
    expiresAt: bed.clock.now() + 8 * 3_600_000,
    sessionId: 's-1',
    authenticatedAt: bed.clock.now(),
    origin: { address: '192.0.2.1', userAgent: 'test' },
  });

  async function until<T>(read: () => Promise<T | null | undefined | false> | T | null | undefined | false, what: string): Promise<T> {
    const end = performance.now() + 10_000;
    for (;;) {
      const found = await read();
      if (found) return found;
      if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
  const state = (component: string): Promise<GetPipelineStateCommandOutput> => admin.send(new GetPipelineStateCommand({ name: component }));

  return {
    ...bed,
    registry,
    announced,
    /** What was told of requests for a second person. */
    approvals,
    setRightsNow(next: typeof rightsNow) {
      rightsNow = next;
    },
    logged,
    folder,
    admin,
    caller,
    until,
    state,
    setKnown(next: typeof known) {
      known = next;
    },
    get app() {
      return app;
    },
    /** A restart: the old run is left as it is, as after a crash, unless it was stopped. */
    async restart() {
      app = await boot();
      return app;
    },
    stageOf: async (component: string, name: string) => (await state(component)).stageStates?.find(({ stageName }) => stageName === name),
    executions: async (component: string) =>
      (await admin.send(new ListPipelineExecutionsCommand({ pipelineName: component }))).pipelineExecutionSummaries ?? [],
    /** A release, bad from a wave on or good, followed until an action of a stage runs (or the stage has ended with a status). */
    async release(component: string, stage: string, what: string, badFrom?: string): Promise<string> {
      const { id } = bed.world.releases.start({ component, ...(badFrom ? { quality: 'bad', wave: badFrom } : { quality: 'good' }) });
      await this.advanceTo(component, stage, what, id);
      return id;
    },
    async advanceTo(component: string, stage: string, what: string, executionId?: string): Promise<void> {
      for (let turned = 0; turned < 600; turned++) {
        const found = (await state(component)).stageStates?.find(({ stageName }) => stageName === stage);
        const mine = executionId === undefined || found?.latestExecution?.pipelineExecutionId === executionId;
        const runs = found?.actionStates?.some(
          ({ actionName, latestExecution: run }) => actionName?.startsWith(what) && run?.status === 'InProgress',
        );
        if (mine && (runs || found?.latestExecution?.status === what)) return;
        bed.clock.ahead += 5_000;
      }
      throw new Error(`${component} did not come to ${what} in ${stage}`);
    },
    /** Opens every door of a pipeline, past us. */
    async openAll(component: string): Promise<void> {
      const pipeline = bed.world.pipelines.find(TOOLING, 'us-east-1', component);
      if (!pipeline) throw new Error(`there is no pipeline ${component}`);
      for (const { stageName = '', inboundTransitionState: door } of (await state(component)).stageStates ?? []) {
        if (door?.enabled === false) bed.world.pipelines.enableTransition(pipeline, stageName, 'test');
      }
    },
    advance: (minutes: number) => {
      bed.clock.ahead += minutes * MINUTE;
    },
    plan: (verb: Verb, target: ActionTarget, grants = OPERATOR) => app.actions.plan({ verb, target }, caller(grants)),
    /** Plans and begins, as a person would. */
    async begin(
      verb: Verb,
      target: ActionTarget,
      more: { reason?: string; key?: string; grants?: Grant[]; name?: string; typedName?: string } = {},
    ) {
      const { reason = 'a test', key = `key-${++serial}-${Math.random()}`, grants = OPERATOR, name } = more;
      const who = caller(grants, name);
      const plan = await app.actions.plan({ verb, target }, who);
      const typedName = more.typedName ?? plan.typedName ?? undefined;
      const { id } = await app.actions.begin({ verb, target, fingerprint: plan.fingerprint, reason, typedName }, who, key);
      return { id, plan };
    },
    /** Ends when the action has; answers it. */
    ended: (id: string) =>
      until(async () => {
        const action = await app.actions.find(id);
        return action?.finishedAt ? action : null;
      }, `the end of ${id}`),
    /** Waits for a state on the way. */
    inState: (id: string, wanted: ActionState) => until(async () => (await app.actions.find(id))?.state === wanted, wanted),
    fault: (operation: string, kind: string, more: object = {}) =>
      bed.sideDoor('POST', 'faults', { service: 'CodePipeline', operation, kind, rate: 1, ...more }),
    clearFaults: () => bed.sideDoor('DELETE', 'faults'),
    /** How often an operation reached AWS since the last `forgetCalls`, with the callers' ARNs. */
    async calls(operation: string): Promise<{ count: number; by: string[] }> {
      const { body } = await bed.sideDoor('GET', 'calls');
      const rows = (body as { operation: string; principalArn: string | null; count: number }[]).filter(
        (row) => row.operation === operation,
      );
      return { count: rows.reduce((sum, row) => sum + row.count, 0), by: rows.map((row) => row.principalArn ?? '') };
    },
    forgetCalls: () => bed.sideDoor('DELETE', 'calls'),
    async end() {
      await app.stop();
      await bed.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ControlBed = Awaited<ReturnType<typeof startControlBed>>;
