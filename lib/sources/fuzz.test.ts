import { globSync, readFileSync } from 'node:fs';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { systemClock } from '#lib/clock.ts';
import { FAILURE_CODES } from '#lib/domain/facts.ts';
import { mutated, mutations } from '#lib/testing/mutate-json.ts';
import { startTestBed } from '#simulator/clients/test-bed.ts';
import { listActionExecutions } from './codepipeline/list-action-executions.ts';
import { listPipelineExecutions } from './codepipeline/list-pipeline-executions.ts';
import { everySource, type Places } from './testing/every-source.ts';
import { replayingProxy, type WireAnswer } from './testing/replaying-proxy.ts';

/** So many for each operation by default; `FUZZ_ANSWERS=6000` for 100,000 in all, with a seed of its own. */
const ANSWERS = Number(process.env.FUZZ_ANSWERS ?? 60);
const SEED = process.env.FUZZ_ANSWERS ? Date.now() : 7;
const AT_MOST_MS = 1_000;
const CREDENTIALS = { accessKeyId: 'AKIABASE', secretAccessKey: 'base' };
const ACCOUNTS = { monitoring: '100000000002', tooling: '100000000003', management: '100000000001' } as const;

let proxy: Awaited<ReturnType<typeof replayingProxy>>;
let aws: Aws;
let places: Places;
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

/** Reads everything once from a simulated organization in which a release has come some way, and keeps the answers. */
beforeAll(async () => {
  process.on('unhandledRejection', note);
  const bed = await startTestBed(24, { pace: 10 });
  proxy = await replayingProxy(bed.url);
  const reading = new Aws({ region: 'us-east-1', clock: bed.clock, endpoint: proxy.url, credentials: bed.app, rates: false });
  const [cell] = bed.world.cells.filter(({ cloud }) => cloud === 'aws');
  if (!cell) throw new Error('no cell');
  const pipeline = 'router';
  await bed.sideDoor('POST', 'releases', { component: pipeline, quality: 'good' });
  for (let minute = 0; minute < 30; minute++) {
    bed.clock.ahead += 60_000;
    await bed.sideDoor('GET', 'releases');
  }
  const readerOf = (account: keyof typeof ACCOUNTS | 'cell') => ({
    accountId: account === 'cell' ? cell.accountId : ACCOUNTS[account],
    region: account === 'cell' ? cell.region : 'us-east-1',
    role: { name: account === 'management' ? 'CellwatchCosts' : 'CellwatchReader', externalId: 'orbit-{accountId}' },
  });
  const tooling = readerOf('tooling');
  const executions = await listPipelineExecutions(reading, tooling, pipeline);
  let executionId = executions[0]?.id ?? '';
  let runs = await listActionExecutions(reading, tooling, pipeline, executionId);
  for (const { id } of executions) {
    if (runs.some((run) => run.provider === 'StepFunctions' && run.externalId !== null)) break;
    executionId = id;
    runs = await listActionExecutions(reading, tooling, pipeline, id);
  }
  const repository = bed.world.releases.components().find(({ kind }) => kind === 'kubernetes')?.name ?? '';
  const image = { repository, tag: bed.world.releases.images(repository)[0]?.tag ?? '' };
  const events = { QueueUrl: `${bed.url}/${ACCOUNTS.monitoring}/cellwatch-events` };
  const { Messages: messages = [] } = await bed.sqs(bed.app).send(new ReceiveMessageCommand(events));
  const receiptHandle = messages[0]?.ReceiptHandle ?? '';
  places = {
    receiptHandle,
    now: bed.clock.now(),
    cell: { name: cell.name, accountId: cell.accountId },
    pipeline,
    executionId,
    runs,
    image,
  };
  for (const [operation, { account, read }] of Object.entries(everySource)) {
    await read(reading, readerOf(account), places);
    expect(proxy.kept.get(operation)?.status, operation).toBe(200);
  }
  reading.stop();
  await bed.close();
  aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: proxy.url, credentials: CREDENTIALS, rates: false });
}, 120_000);

afterAll(async () => {
  aws?.stop();
  await proxy?.close();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

/** What stands in an answer in place of what was there. */
const junk = fc.constantFrom(
  ...['', '\0', '<', '>', '&', '"', '{', '[', ']]>', '<!--', '&lol;', '&#x0;', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;'],
  ...['NaN', 'null', '-1', '1e999', '\ufffd', '💥', 'x'.repeat(200_000), '<a>'.repeat(2_000), '__proto__', '2026-02-30T25:61:61Z'],
);

const inText = fc.record({ from: fc.nat(), length: fc.nat({ max: 60 }), junk });
const wire = fc.record(
  {
    /** Within the JSON, where it is some. */
    json: mutations,
    text: inText,
    /** Everything from there on is missing. */
    cut: fc.nat(),
    type: fc.constantFrom('text/html', 'application/json', 'application/cbor', 'text/xml', ''),
    status: fc.constantFrom(200, 200, 204, 206, 301, 400, 403, 404),
  },
  { requiredKeys: [] },
);

type WireChange = typeof wire extends fc.Arbitrary<infer T> ? T : never;

function meddled(answer: WireAnswer, { json, text, cut, type, status }: WireChange): WireAnswer {
  let body = answer.body.toString('utf8');
  if (json && body.startsWith('{')) body = JSON.stringify(mutated(JSON.parse(body), json));
  if (text) {
    const from = text.from % (body.length + 1);
    body = body.slice(0, from) + text.junk + body.slice(from + text.length);
  }
  if (cut !== undefined) body = body.slice(0, cut % (body.length + 1));
  const bodied = status !== 204;
  return {
    status: status ?? answer.status,
    headers: { ...answer.headers, ...(type === undefined ? {} : { 'content-type': type }) },
    body: bodied ? Buffer.from(body) : Buffer.alloc(0),
  };
}

const reader = { accountId: null, region: 'us-east-1', role: null };

test.each(Object.keys(everySource))(
  `${ANSWERS} spoilt answers of %s are told as failures or read as far as they go`,
  async (operation) => {
    const answer = proxy.kept.get(operation);
    const source = everySource[operation];
    if (!answer || !source) throw new Error(`no answer of ${operation}`);
    const seen = { read: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(wire, async (change) => {
        proxy.replay.answer = meddled(answer, change);
        const started = process.cpuUsage();
        try {
          const value = await source.read(aws, reader, places);
          JSON.stringify(value);
          seen.read++;
        } catch (error) {
          expect(error).toBeInstanceOf(AwsFailure);
          const { code, message } = error as AwsFailure;
          expect(FAILURE_CODES).toContain(code);
          expect(message.length).toBeLessThan(600);
          seen.failed++;
        }
        const { user, system } = process.cpuUsage(started);
        expect((user + system) / 1_000).toBeLessThan(AT_MOST_MS);
      }),
      { numRuns: ANSWERS, seed: SEED },
    );
    // Both were tried.
    expect(seen.failed).toBeGreaterThan(ANSWERS / 10);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
  30_000 + ANSWERS * 50,
);

test('no reading of AWS is without its row', () => {
  const texts = globSync('lib/sources/**/*.ts', { exclude: ['**/*.test.ts', '**/testing/**'] }).map((path) => readFileSync(path, 'utf8'));
  const operations = texts.flatMap((text) =>
    [...text.matchAll(/operation: '(\w+)'|aws\.s3\('(\w+)'/g)].map(([, one, other]) => one ?? other),
  );
  expect([...new Set(operations)].filter((operation) => operation !== 'read' && !(String(operation) in everySource))).toEqual([]);
});
