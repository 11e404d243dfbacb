import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitOf, fixReleases } from '../../clients/fixed-releases.ts';
import { sendSigned } from '../../clients/sign-request.ts';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';
import type { DeploymentWorld } from '../../world/release-types.ts';
import type { CellWorld } from '../../world/types.ts';

const MINUTE = 60_000;
let bed: TestBed;
let cells: CellWorld[];
let now: number;

beforeAll(async () => {
  bed = await startTestBed();
  now = bed.clock.now();
  cells = bed.world.cells.filter((cell) => cell.cloud === 'aws');
  fixReleases(bed.world, {
    deployments: [
      // The first cell: an update that succeeded, then one that runs; and a component that failed.
      deployment(0, 'router', 'first', 60, 'succeeded'),
      deployment(0, 'router', 'second', 40, 'failed'),
      deployment(0, 'router', 'third', 20, 'succeeded'),
      deployment(0, 'router', 'fourth', 1, 'running'),
      deployment(0, 'auth', 'first', 60, 'succeeded'),
      deployment(0, 'auth', 'second', 40, 'failed'),
      deployment(0, 'topics', 'first', 1, 'running'),
      deployment(0, 'cache-engine', 'first', 60, 'succeeded'),
      // The second cell: somebody changed the stack by hand; and a long history.
      deployment(1, 'router', 'first', 60, 'succeeded'),
      { ...deployment(1, 'router', 'by-hand', 30, 'succeeded'), executionId: null, actionExecutionId: null },
      ...Array.from({ length: 20 }, (_, i) => deployment(1, 'auth', `commit ${i}`, 200 - i * 5, 'succeeded')),
    ],
  });
});
afterAll(() => bed.close());

function cellAt(index: number): CellWorld {
  const cell = cells[index];
  if (!cell) throw new Error(`The world has no cell ${index}`);
  return cell;
}

function deployment(
  index: number,
  component: string,
  commit: string,
  minutesAgo: number,
  status: DeploymentWorld['status'],
): DeploymentWorld {
  const { name, accountId, region } = cellAt(index);
  const startedAt = now - minutesAgo * MINUTE;
  return {
    component,
    cell: name,
    accountId,
    region,
    kind: component === 'cache-engine' ? 'kubernetes' : 'cloudformation',
    commit: commitOf(commit),
    executionId: 'e1',
    actionExecutionId: `a-${commit.replace(' ', '-')}`,
    externalId: idOf(index, component),
    startedAt,
    endedAt: status === 'running' ? null : startedAt + 3 * MINUTE,
    status,
  };
}

const idOf = (index: number, component: string) =>
  `arn:aws:cloudformation:${cellAt(index).region}:${cellAt(index).accountId}:stack/${component}/0a1b2c3d-0000-4000-a000-00000000000${index}`;
const clientOf = async (index: number, more: object = {}) =>
  bed.cloudformation(await bed.assume(cellAt(index).accountId, more), cellAt(index).region);
const stacks = async (index: number, StackName?: string, client?: CloudFormationClient) =>
  (await (client ?? (await clientOf(index))).send(new DescribeStacksCommand(StackName === undefined ? {} : { StackName }))).Stacks ?? [];
const revisionOf = (stack: { Parameters?: { ParameterKey?: string; ParameterValue?: string }[] } | undefined) =>
  stack?.Parameters?.find((parameter) => parameter.ParameterKey === 'Revision')?.ParameterValue;

describe('DescribeStacks', () => {
  it('tells one stack for each component that is deployed by CloudFormation', async () => {
    const all = await stacks(0);
    expect(all.map((stack) => [stack.StackName, stack.StackStatus, revisionOf(stack)])).toEqual([
      ['router', 'UPDATE_IN_PROGRESS', commitOf('third').id],
      ['auth', 'UPDATE_ROLLBACK_COMPLETE', commitOf('first').id],
      ['topics', 'CREATE_IN_PROGRESS', commitOf('first').id],
    ]);
    expect(all[0]).toMatchObject({
      StackId: idOf(0, 'router'),
      LastUpdatedTime: new Date(now - MINUTE),
      Tags: [
        { Key: 'cell', Value: cellAt(0).name },
        { Key: 'component', Value: 'router' },
      ],
      EnableTerminationProtection: true,
    });
    expect(all[2]).toMatchObject({ CreationTime: new Date(now - MINUTE) });
    expect(all[2]?.LastUpdatedTime).toBeUndefined();
    expect(all[1]?.StackStatusReason).toMatch(/failed to update/);
  });

  it('shows what somebody changed by hand', async () => {
    const [router] = await stacks(1, 'router');
    expect([revisionOf(router), router?.StackStatus]).toEqual([commitOf('by-hand').id, 'UPDATE_COMPLETE']);
  });

  it('finds a stack by its name and by its id', async () => {
    const [byName] = await stacks(0, 'auth');
    expect(await stacks(0, idOf(0, 'auth'))).toEqual([byName]);
  });

  it('knows only the stacks of the account and Region that are asked', async () => {
    const other = cellAt(0).region === 'us-east-1' ? 'eu-west-1' : 'us-east-1';
    expect(await stacks(0, undefined, bed.cloudformation(await bed.assume(cellAt(0).accountId), other))).toEqual([]);
    expect(await stacks(2)).toEqual([]);
    expect((await failureOf(stacks(1, 'topics'))).message).toBe('Stack with id topics does not exist');
    expect((await failureOf(stacks(1, idOf(0, 'auth')))).message).toBe(`Stack with id ${idOf(0, 'auth')} does not exist`);
  });

  it('pages a hundred stacks', async () => {
    const many = await startTestBed(3);
    try {
      const [cell] = many.world.cells;
      if (!cell) throw new Error('The world has no cell');
      const components = Array.from({ length: 230 }, (_, i) => `c-${i}`);
      fixReleases(many.world, {
        deployments: components.map((component) => ({ ...deployment(0, component, 'first', 5, 'succeeded'), cell: cell.name })),
      });
      many.world.releases.components = () =>
        components.map((name) => ({ name, kind: 'cloudformation', accountId: '1', region: 'us-east-1', approvalBefore: null }));
      const client = many.cloudformation(many.administrator(cell.accountId), cell.region);
      const sizes: (number | undefined)[] = [];
      const names = new Set<string | undefined>();
      let NextToken: string | undefined;
      do {
        const answer = await client.send(new DescribeStacksCommand(NextToken === undefined ? {} : { NextToken }));
        sizes.push(answer.Stacks?.length);
        for (const stack of answer.Stacks ?? []) names.add(stack.StackName);
        NextToken = answer.NextToken;
      } while (NextToken);
      expect([sizes, names.size]).toEqual([[100, 100, 30], 230]);
    } finally {
      await many.close();
    }
  });
});

describe('DescribeStackEvents', () => {
  const events = async (index: number, StackName: string): Promise<StackEvent[]> => {
    const found: StackEvent[] = [];
    const client = await clientOf(index);
    for await (const page of paginateDescribeStackEvents({ client }, { StackName })) {
      expect(page.StackEvents?.length).toBeLessThanOrEqual(100);
      found.push(...(page.StackEvents ?? []));
    }
    return found;
  };
  const ofStack = (list: StackEvent[]) => list.filter((event) => event.ResourceType === 'AWS::CloudFormation::Stack');

  it('tells what happened, newest first', async () => {
    const list = await events(0, 'router');
    expect(ofStack(list).map((event) => event.ResourceStatus)).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_IN_PROGRESS',
    ]);
    const times = list.map((event) => event.Timestamp?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(times[0]).toBeLessThanOrEqual(bed.clock.now());
    const failed = list.find((event) => event.ResourceStatus === 'UPDATE_FAILED');
    expect(failed).toMatchObject({ LogicalResourceId: 'Service', ResourceStatusReason: expect.stringMatching(/Circuit Breaker/) });
    expect(ofStack(list)[0]).toMatchObject({
      StackId: idOf(0, 'router'),
      PhysicalResourceId: idOf(0, 'router'),
      ResourceStatusReason: 'User Initiated',
      ClientRequestToken: 'a-fourth',
    });
  });

  it('tells of a creation', async () => {
    expect(ofStack(await events(0, 'topics')).map((event) => event.ResourceStatus)).toEqual(['CREATE_IN_PROGRESS']);
  });

  it('pages a long history, each event once', async () => {
    const list = await events(1, 'auth');
    expect(list).toHaveLength(20 * 7);
    expect(new Set(list.map((event) => `${event.EventId} ${event.Timestamp?.toISOString()}`)).size).toBe(list.length);
  });
});

describe('CloudFormation refuses', () => {
  it.each<[string, object, RegExp]>([
    ['a stack that does not exist', { StackName: 'nobody' }, /^Stack with id nobody does not exist$/],
    ['a name that is none', { StackName: '0_x' }, /Value '0_x' at 'stackName' failed to satisfy constraint: .* regular expression pattern/],
    ['an empty name', { StackName: '' }, /greater than or equal to 1$/],
    ['a token it never gave', { NextToken: 'nonsense' }, /NextToken/],
    ['a token that is too long', { NextToken: 'x'.repeat(1025) }, /NextToken/],
  ])('%s', async (_what, input, message) => {
    const failure = await failureOf((await clientOf(0)).send(new DescribeStacksCommand(input)));
    expect(failure).toMatchObject({ name: 'ValidationError', message: expect.stringMatching(message), status: 400 });
  });

  it('events of a stack that does not exist, or of none', async () => {
    const client = await clientOf(0);
    const of = (StackName: string, NextToken?: string) => failureOf(client.send(new DescribeStackEventsCommand({ StackName, NextToken })));
    expect(await of('nobody')).toMatchObject({ name: 'ValidationError', message: 'Stack [nobody] does not exist', status: 400 });
    expect(await of('router', Buffer.from('place:999').toString('base64url'))).toMatchObject({ name: 'ValidationError', status: 400 });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await sendSigned(bed.administrator(cellAt(0).accountId), 'cloudformation', {
      url: `${bed.url}/`,
      headers,
      body: 'Action=DescribeStackEvents&Version=2010-05-15',
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/<Code>ValidationError<\/Code>\s*<Message>.*'stackName'/)]);
  });

  it('whom no policy allows: by the stack’s ARN, and to list them all', async () => {
    const { accountId, region } = cellAt(0);
    const narrow = (Action: string | string[], Resource: string) =>
      clientOf(0, { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }) });
    const router = await narrow('cloudformation:*', `arn:aws:cloudformation:${region}:${accountId}:stack/router/*`);
    expect(await stacks(0, 'router', router)).toHaveLength(1);
    await router.send(new DescribeStackEventsCommand({ StackName: 'router' }));
    const denied = (operation: string, on: string, why: string) => ({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${accountId}:assumed-role/CellwatchReader/test is not authorized to perform: cloudformation:${operation} on resource: ${on} because no ${why} policy allows the cloudformation:${operation} action`,
      status: 403,
    });
    expect(await failureOf(stacks(0, 'auth', router))).toEqual(denied('DescribeStacks', idOf(0, 'auth'), 'session'));
    expect(await failureOf(stacks(0, 'nobody', router))).toEqual(
      denied('DescribeStacks', `arn:aws:cloudformation:${region}:${accountId}:stack/nobody/*`, 'session'),
    );
    const all = `arn:aws:cloudformation:${region}:${accountId}:stack/*/*`;
    expect(await failureOf(stacks(0, undefined, router))).toEqual(denied('DescribeStacks', all, 'session'));
    // Describing without a name is listing too.
    const describer = await narrow('cloudformation:DescribeStacks', '*');
    expect(await stacks(0, 'router', describer)).toHaveLength(1);
    expect(await failureOf(stacks(0, undefined, describer))).toEqual(denied('ListStacks', all, 'session'));
  });
});
