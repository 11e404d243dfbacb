import { afterEach, expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { assumeRoleAnswer, type StubRequest, startAwsStub } from '#lib/aws/testing/aws-stub.ts';
import type { Alarm } from '#lib/domain/facts.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import { AlarmHistory } from './alarm-history.ts';
import { ReadBudget } from './on-demand.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const OWN = '200000000001';
const MONITORING = '100000000002';
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

function registryOf(cells: readonly Record<string, unknown>[]) {
  const parsed = parseRegistry(
    JSON.stringify({
      version: 1,
      organization: { name: 'Orbit', monitoringAccountId: MONITORING },
      roles: { reader: 'Reader' },
      metrics: { signals: { requests: { namespace: 'Cell', metric: 'Requests', statistic: 'Sum' } } },
      waves: [{ name: 'one' }],
      cells,
    }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.registry;
}

const cellOf = (name: string, accountId: string = OWN) => ({
  name,
  accountId,
  region: 'eu-west-1',
  environment: 'production',
  wave: 'one',
});

function alarm(name: string, accountId: string): Alarm {
  const arn = `arn:aws:cloudwatch:eu-west-1:${accountId}:alarm:${name}`;
  return { name, arn, state: 'OK' } as Alarm;
}

async function make(answer: (request: StubRequest) => unknown) {
  const stub = await startAwsStub((request) => {
    if (request.operation !== 'AssumeRole') return { body: answer(request) };
    return assumeRoleAnswer(/::(\d{12}):/.exec(request.body.RoleArn)?.[1] ?? '', new Date(Date.now() + 3_600_000).toISOString());
  });
  const credentials = { accessKeyId: 'AKIABASE', secretAccessKey: 'base' };
  const clock = { now: () => NOW };
  const aws = new Aws({ region: 'us-east-1', clock, endpoint: stub.url, credentials });
  ended.push(
    () => stub.close(),
    () => aws.stop(),
  );
  /** Which alarm was asked of which account; "*" is all of them. */
  const asked = () =>
    stub.requests
      .filter(({ operation }) => operation === 'DescribeAlarmHistory')
      .map(({ accessKeyId, body }) => `${accessKeyId.slice(4)} ${body.AlarmName ?? '*'}`)
      .sort();
  return { history: new AlarmHistory(aws, clock, new ReadBudget(60)), asked };
}

const change = (name: string, at: number) => ({
  AlarmName: name,
  Timestamp: at / 1000,
  HistoryItemType: 'StateUpdate',
  HistorySummary: 'Alarm updated from OK to ALARM',
});

it('asks a cell’s own account for all of its alarms, deleted ones too', async () => {
  const registry = registryOf([cellOf('a')]);
  const { history, asked } = await make(() => ({ AlarmHistoryItems: [change('gone', NOW - 5000)] }));
  const { past } = await history.read(registry, registry.cells[0] as never, [alarm('a-errors', OWN)], '1h');
  expect(asked()).toEqual([`${OWN} *`]);
  expect(past?.changes.map((each) => each.alarm)).toEqual(['gone']);
});

it('asks an account that cells share for this cell’s alarms alone, and the monitoring account for those that watch it from there', async () => {
  const registry = registryOf([cellOf('a'), cellOf('b')]);
  const { history, asked } = await make(({ body }) => ({ AlarmHistoryItems: [change(body.AlarmName, NOW - 5000)] }));
  const alarms = [alarm('a-errors', OWN), alarm('a-from-outside', MONITORING)];
  const { past, problem } = await history.read(registry, registry.cells[0] as never, alarms, '1h');
  expect(asked()).toEqual([`${MONITORING} a-from-outside`, `${OWN} a-errors`]);
  expect(past?.changes.map((each) => each.alarm).sort()).toEqual(['a-errors', 'a-from-outside']);
  expect(problem).toBeNull();
});

it('reads the account as a whole where a cell has many alarms there, and keeps its own', async () => {
  const registry = registryOf([cellOf('a'), cellOf('b')]);
  const { history, asked } = await make(() => ({ AlarmHistoryItems: [change('a-3', NOW - 5000), change('b-3', NOW - 4000)] }));
  const alarms = Array.from({ length: 11 }, (_, index) => alarm(`a-${index}`, OWN));
  const { past } = await history.read(registry, registry.cells[0] as never, alarms, '1h');
  expect(asked()).toEqual([`${OWN} *`]);
  expect(past?.changes.map((each) => each.alarm)).toEqual(['a-3']);
});

it('says from when on a history is known that is too long to be read whole', async () => {
  const registry = registryOf([cellOf('a')]);
  let page = 0;
  const { history } = await make(() => ({ NextToken: `page-${page}`, AlarmHistoryItems: [change('a-errors', NOW - 1000 * page++)] }));
  const { past, problem } = await history.read(registry, registry.cells[0] as never, [], '1h');
  expect(past?.since).toBe(NOW - 9000);
  expect(problem).toMatch(/too often/);
});

it('has nothing to ask for a cell of which no alarm is known in an account that it shares', async () => {
  const registry = registryOf([cellOf('a'), cellOf('b')]);
  const { history, asked } = await make(() => ({}));
  expect(await history.read(registry, registry.cells[0] as never, [], '1h')).toEqual({
    past: { changes: [], since: NOW - 3_600_000 },
    problem: null,
  });
  expect(asked()).toEqual([]);
});
