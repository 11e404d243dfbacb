import { randomUUID } from 'node:crypto';
import { Actions } from '#lib/actions/actions.ts';
import { Ledger } from '#lib/actions/ledger.ts';
import { TIMING } from '#lib/actions/ports.ts';
import { Aws } from '#lib/aws/aws.ts';
import { systemClock } from '#lib/clock.ts';
import { PipelineTargets } from '#lib/collector/pipelines/pipeline-targets.ts';
import type { ActionTarget, Verb } from '#lib/domain/control/action.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import { createLog } from '#lib/log.ts';
import { readDocument } from '#lib/sources/documents/read-document.ts';
import { Journal } from '#lib/store/journal.ts';
import { openStore } from '#lib/store/open-store.ts';

/**
 * A run of Cellwatch's actions that somebody kills: it takes up what the run before left, and does one thing after the other until
 * it ends. Prints `ready`, `begun ID` for what it acknowledges, and (with `settle`) `settled` when nothing is open any more.
 */
const [folder = '', endpoint = '', key = '', secret = '', mode = 'act', location = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

const log = createLog('error');
const credentials = { accessKeyId: key, secretAccessKey: secret };
const aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint, credentials });
const store = await openStore({ DATA_DIR: folder });
const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
const found = await readDocument(aws, { kind: 's3', bucket, key: path }, { noun: 'registry', variable: 'CELL_REGISTRY' }, null);
const parsed = parseRegistry(found?.text ?? '');
if (!parsed.ok) throw new Error('the registry is not valid');
const { registry } = parsed;
const pipelines = new PipelineTargets(
  aws,
  systemClock,
  () => {},
  (error) => log.error('a pipeline was not read', { error }),
);
pipelines.follow(registry);
const actions = new Actions(
  {
    aws,
    clock: systemClock,
    log,
    owner: randomUUID(),
    others: null,
    ledger: new Ledger(store, new Journal(folder), log),
    releases: pipelines,
    cells: { trafficShare: () => null, redAlarms: () => [], suspicion: () => null },
    sessions: { confirm: async () => null, isWithdrawn: () => false },
    registry: () => registry,
    registryKeptAt: () => null,
    freshSignInMs: null,
    announce: () => {},
    announceApproval: () => {},
    glassOf: () => null,
    rightsNow: async ({ grants }) => grants,
    timing: {
      ...TIMING,
      observeMs: 4_000,
      lookAgainMs: 100,
      deployMs: 20_000,
      busyMs: [50, 100, 200],
      stoppingBusyMs: [50, 100, 200],
      doorBusyMs: [50, 100],
    },
  },
  store,
);
await actions.start();
say('ready');
if (mode === 'settle') await settle();
else await Promise.all(registry.components.map(({ name }) => act(name)));

async function settle(): Promise<never> {
  while ((await store.openActions()).length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  say('settled');
  await actions.stop();
  await store.close();
  process.exit(0);
}

/** One thing after the other to one component, as fast as it goes. */
async function act(component: string): Promise<never> {
  const caller: Caller = {
    person: { id: `bench-${component}`, name: 'Bench', email: null },
    grants: [{ role: 'admin' }],
    expiresAt: Number.MAX_SAFE_INTEGER,
    sessionId: 'bench',
    authenticatedAt: 0,
    origin: { address: null, userAgent: 'bench' },
  };
  for (;;) {
    const [verb, target] = pick(component);
    try {
      const plan = await actions.plan({ verb, target }, caller);
      if (plan.calls.length > 0) {
        const typedName = plan.typedName ?? undefined;
        const { id } = await actions.begin(
          { verb, target, fingerprint: plan.fingerprint, reason: 'bench', typedName },
          caller,
          crypto.randomUUID(),
        );
        say(`begun ${id}`);
      }
    } catch {
      // The world moved, or another action has the pipeline: on to the next.
    }
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 120));
  }
}

function pick(component: string): [Verb, ActionTarget] {
  const choices: [Verb, ActionTarget][] = [
    ['pause-wave', { component, waves: ['large'] }],
    ['resume-wave', { component }],
    ['resume-wave', { component }],
    ['halt-rollout', { component }],
    ['roll-back', { component }],
    ['roll-back', { component, order: 'all-at-once' }],
    ['roll-back', { component, fallback: true }],
    ['approve', { component }],
  ];
  return choices[Math.floor(Math.random() * choices.length)] ?? ['resume-wave', { component }];
}
