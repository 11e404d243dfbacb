import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FailureCode } from '#lib/domain/facts.ts';
import { badness } from '#lib/domain/health/hysteresis.ts';
import { type AppBed, CALLED_SERVICES, type CalledService, startAppBed } from './testing/app-bed.ts';
import { expectKept, type Pages, readPages, sourceIn } from './testing/app-pages.ts';

const MINUTE = 60_000;
/** Longer than a minute and its jitter: all that is read by the minute is due. */
const STEP = 70_000;
/** A row takes seconds of real time, more where calls hang. */
const ROW_MS = 60_000;

/** What each kind of fault is told as; null where it is overcome and nothing is to be told. */
const TOLD_AS: Readonly<Record<string, FailureCode | null>> = {
  throttle: 'throttled',
  deny: 'access-denied',
  expired: 'expired-credentials',
  error: 'service-error',
  timeout: 'timeout',
  malformed: 'invalid-response',
  'drop-after-commit': 'unreachable',
  reset: 'unreachable',
  'reset-in-body': 'unreachable',
  dns: 'unreachable',
  slow: null,
  skew: null,
};
const KINDS = Object.keys(TOLD_AS);

/** What is read from each service, and how long it is until all of that is due again. */
const READ_FROM: Readonly<Record<CalledService, { sources: readonly string[]; step: number }>> = {
  // First: a release bakes for two hours after the start.
  StepFunctions: { sources: ['pipelines'], step: STEP },
  CodePipeline: { sources: ['pipelines'], step: STEP },
  CloudWatch: { sources: ['metrics', 'alarms'], step: STEP },
  S3: { sources: ['registry'], step: STEP },
  // Asked only for builds that failed, and for images that a rollback would need: nothing else may suffer.
  CodeBuild: { sources: [], step: STEP },
  ECR: { sources: [], step: STEP },
  CloudFormation: { sources: ['versions'], step: 6 * MINUTE },
  // Sessions end after an hour; costs are read by the hour here.
  STS: { sources: ['metrics', 'alarms', 'pipelines', 'versions', 'costs'], step: 62 * MINUTE },
  CostExplorer: { sources: ['costs'], step: 62 * MINUTE },
  Organizations: { sources: ['costs'], step: 62 * MINUTE },
};
const SERVICES = (Object.keys(READ_FROM) as CalledService[]).filter((service) => CALLED_SERVICES.includes(service));

/**
 * All with `FAULTS=all`; else another fifth each day, with every kind and every service in it: what takes an hour of the clock at a
 * time is the slowest, and tried with one kind alone.
 */
const TODAY = Math.floor(Date.now() / 86_400_000) % 5;
const isTried = (kind: number, service: CalledService, at: number) =>
  READ_FROM[service].step > 10 * MINUTE ? KINDS[kind] === 'deny' : (kind + at) % 5 === TODAY;
const ROWS = SERVICES.flatMap((service, at) =>
  KINDS.filter((_, kind) => process.env.FAULTS === 'all' || isTried(kind, service, at)).map((kind) => [kind, service] as const),
);

let bed: AppBed;
/** A cell that is sick for good. */
let sick: string;
const read = () => readPages(bed, sick, 'router');

beforeAll(async () => {
  bed = await startAppBed({ at: Date.UTC(2026, 10, 18, 12, 0, 20), cells: 12, pace: 1, leastBakeMs: 120 * MINUTE });
  await bed.refresh(0);
  await bed.refresh(STEP);
  const view = bed.runtime.feed.current()?.view;
  sick = view?.cells.find(({ environment, health }) => environment === 'production' && health === 'healthy')?.name ?? '';
  await bed.side('POST', 'incidents', { cell: sick, kind: 'errors', severity: 1 });
  await bed.side('POST', 'releases', { component: 'router', quality: 'good' });
  for (let minute = 0; minute < 20; minute++) await bed.refresh(STEP);
}, 2 * ROW_MS);
// A row that failed must not fail the next.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await bed.endFaults();
  for (let refresh = 0; refresh < 5; refresh++) await bed.refresh(STEP);
}, ROW_MS);
afterAll(async () => {
  await bed.close();
  expect(bed.logged).toEqual([]);
});

test('before any fault everything is read, one cell is sick and a release bakes', async () => {
  const pages = await read();
  expect(pages.fleet.sources.map(({ id, state }) => [id, state])).toEqual(
    ['registry', 'metrics', 'alarms', 'pipelines', 'versions', 'costs'].map((id) => [id, 'ok']),
  );
  expect(pages.cell.cell.health).toBe('critical');
  expect(pages.fleet.cells.filter(({ health }) => health === 'healthy').length).toBeGreaterThan(5);
  expect(pages.pipeline.stages.some(({ bake }) => bake?.status === 'running')).toBe(true);
});

describe('while calls meet a fault, what is known stays and is marked, the rest goes on, and all heals', () => {
  test.each(ROWS)(
    '%s of %s',
    async (kind, service) => {
      const { sources, step } = READ_FROM[service];
      const code = TOLD_AS[kind] ?? null;
      const before = await read();
      await bed.fault(kind, service);
      for (let refresh = 0; refresh < 2; refresh++) {
        if (service === 'S3') bed.touchRegistry();
        await bed.refresh(step);
        const now = await read();
        expectKept(before, now);
        for (const { id } of now.fleet.sources) {
          if (code !== null && sources.includes(id)) expectMarked(now, id, code, before.at);
          else expect(sourceIn(now, id)).toMatchObject({ state: 'ok', failures: [] });
        }
        expectNoneBetter(before, now, code !== null && sources.includes('metrics'));
      }
      await bed.endFaults();
      await bed.refresh(step);
      await bed.refresh(step);
      const after = await read();
      for (const { id } of after.fleet.sources) expect(sourceIn(after, id)).toMatchObject({ state: 'ok', failures: [] });
      expect(after.costsStatus.problem).toBeNull();
      expect(after.pipeline.problem).toBeNull();
      expect(healths(after)).toEqual(healths(before));
      expectKept(before, after);
    },
    ROW_MS,
  );
});

const healths = ({ fleet }: Pages) => fleet.cells.map(({ name, health }) => [name, health]);

/** The source tells what is wrong, since when, and how old what is known is. */
function expectMarked(now: Pages, id: string, code: FailureCode, faultBegan: number): void {
  const source = sourceIn(now, id);
  expect([id, source.state, new Set(source.failures.map((failure) => failure.code))]).toEqual([id, 'error', new Set([code])]);
  const [failure] = source.failures;
  expect(failure?.message).toMatch(/\w{3,}.* \w/);
  expect(Date.parse(failure?.since ?? '')).toBeGreaterThan(faultBegan);
  expect(Date.parse(source.observedAt ?? '')).toBeGreaterThan(0);
  expect(source.coverage.ok).toBeLessThan(source.coverage.of);
  if (id === 'costs') expect(now.costsStatus.problem?.code).toBe(code);
  if (id === 'pipelines') expect(now.pipeline.problem?.text).toBe(failure?.message);
}

/** @param blind whether metrics and alarms can't be read */
function expectNoneBetter(before: Pages, now: Pages, blind: boolean): void {
  for (const [at, { name, health }] of before.fleet.cells.entries()) {
    const shown = now.fleet.cells[at];
    if (blind) expect([name, shown?.health]).toEqual([name, badness(health) > badness('no-data') ? health : 'no-data']);
    else expect([name, shown?.health]).toEqual([name, health]);
  }
}
