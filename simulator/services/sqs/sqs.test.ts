import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const MONITORING = '100000000002';
let bed: TestBed;
let client: SQSClient;
let serial = 0;

beforeAll(async () => {
  bed = await startTestBed();
  client = bed.sqs(bed.administrator(MONITORING));
});
afterAll(() => bed.close());

async function newQueue(Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: `test-${++serial}`, Attributes }));
  return QueueUrl ?? '';
}
const send = (QueueUrl: string, MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (QueueUrl: string, more: object = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...more })))
    .Messages ?? [];

describe('a queue', () => {
  it('hides what was received until it is deleted or its time is over', async () => {
    const url = await newQueue();
    await send(url, 'one');
    const [first] = await receive(url);
    expect(first).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await receive(url)).toEqual([]);
    bed.clock.ahead += 31_000;
    const [again] = await receive(url);
    expect(again).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    // That of the earlier receive does nothing.
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: again?.ReceiptHandle, VisibilityTimeout: 0 }));
    const [third] = await receive(url);
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: third?.ReceiptHandle }));
    bed.clock.ahead += 31_000;
    expect(await receive(url)).toEqual([]);
  });

  it('lets a receiver wait for the first message', async () => {
    const url = await newQueue();
    const began = performance.now();
    const waiting = receive(url, { WaitTimeSeconds: 10 });
    setTimeout(() => void send(url, 'late'), 300);
    expect(await waiting).toMatchObject([{ Body: 'late' }]);
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(performance.now() - began).toBeLessThan(5_000);
    const { body } = await bed.sideDoor('GET', 'calls');
    const rows = (body as { operation: string; count: number }[]).filter(({ operation }) => operation === 'ReceiveMessage');
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBeLessThan(10);
  });

  it('deletes up to ten at once, each for itself', async () => {
    const url = await newQueue();
    await send(url, 'one');
    const [message] = await receive(url);
    const Entries = [
      { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
      { Id: 'bad', ReceiptHandle: 'nonsense' },
    ];
    const answer = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(answer).toMatchObject({
      Successful: [{ Id: 'good' }],
      Failed: [{ Id: 'bad', Code: 'ReceiptHandleIsInvalid', SenderFault: true }],
    });
    const twice = [Entries[0], Entries[0]].flatMap((entry) => entry ?? []);
    const names = await Promise.all([
      failureOf(client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [] }))),
      failureOf(client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: twice }))),
    ]);
    expect(names.map(({ name }) => name)).toEqual(['EmptyBatchRequest', 'BatchEntryIdsNotDistinct']);
  });

  it('forgets what was not received in time, and all when it is purged', async () => {
    const url = await newQueue({ MessageRetentionPeriod: '60' });
    await send(url, 'old');
    bed.clock.ahead += 61_000;
    expect(await receive(url)).toEqual([]);
    await send(url, 'new');
    await client.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await receive(url)).toEqual([]);
  });

  it.each([
    [{ MaxNumberOfMessages: 11 }, 'InvalidParameterValue', 'Value 11 for parameter MaxNumberOfMessages is invalid'],
    [{ WaitTimeSeconds: 21 }, 'InvalidParameterValue', 'Value 21 for parameter WaitTimeSeconds is invalid'],
    [{ VisibilityTimeout: 43_201 }, 'InvalidParameterValue', 'Value 43201 for parameter VisibilityTimeout is invalid'],
  ])('refuses to receive with %o', async (more, name, message) => {
    const url = await newQueue();
    const failure = await failureOf(client.send(new ReceiveMessageCommand({ QueueUrl: url, ...more })));
    expect(failure).toMatchObject({ name, status: 400, message: expect.stringContaining(message) });
  });

  it('refuses a message that AWS does not take', async () => {
    const url = await newQueue();
    expect((await failureOf(send(url, 'a\u0000b'))).name).toBe('InvalidMessageContents');
    expect((await failureOf(send(url, 'x'.repeat(1_048_577)))).name).toBe('InvalidParameterValue');
  });

  it('is gone after it was deleted', async () => {
    const url = await newQueue();
    await client.send(new DeleteQueueCommand({ QueueUrl: url }));
    expect(await failureOf(receive(url))).toEqual({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
      status: 400,
    });
  });
});

describe('the queue of events', () => {
  const QueueName = 'cellwatch-events';

  it('is found, and moves what nobody deletes to a queue of its own', async () => {
    const { QueueUrl: url = '' } = await client.send(new GetQueueUrlCommand({ QueueName }));
    await send(url, 'nobody wants it');
    for (let time = 0; time < 11; time++) {
      await receive(url);
      bed.clock.ahead += 31_000;
    }
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url.replace(QueueName, `${QueueName}-dead`), AttributeNames: ['All'] }),
    );
    expect(Number(Attributes?.ApproximateNumberOfMessages)).toBeGreaterThanOrEqual(1);
  });

  it('is open to Cellwatch for reading alone, and to no other account', async () => {
    const { QueueUrl: url = '' } = await client.send(new GetQueueUrlCommand({ QueueName }));
    const app = bed.sqs(bed.app);
    await app.send(new ReceiveMessageCommand({ QueueUrl: url }));
    const sent = await failureOf(app.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' })));
    expect(sent.message).toContain('is not authorized to perform: sqs:SendMessage');
    const stranger = bed.sqs(bed.administrator('200000000003'));
    expect((await failureOf(stranger.send(new ReceiveMessageCommand({ QueueUrl: url })))).name).toMatch(/^AccessDenied/);
  });
});
