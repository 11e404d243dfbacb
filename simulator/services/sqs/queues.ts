import type {
  CreateQueueRequest,
  CreateQueueResult,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { Queue } from '../../world/events/queue.ts';
import { addressOf, checkName, findQueue } from './find-queue.ts';
import { invalidParameter } from './sqs-errors.ts';

/** The bounds of what can be set, and what holds unless it is. */
const SETTINGS: Readonly<Record<string, readonly [least: number, most: number, unset: number]>> = {
  VisibilityTimeout: [0, 43_200, 30],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
};

/** Makes a queue, or answers the one of that name. */
export function createQueue(
  { QueueName: name = '', Attributes: attributes = {} }: CreateQueueRequest,
  context: CallContext,
): CreateQueueResult {
  checkName(name);
  const { accountId, region, world } = context;
  const setting = (key: string) => {
    const [least = 0, most = 0, unset = 0] = SETTINGS[key] ?? [];
    const text = (attributes as Record<string, string>)[key];
    const value = text === undefined ? unset : Number(text);
    if (!(Number.isInteger(value) && value >= least && value <= most))
      throw invalidParameter(String(text), key, 'Must be between the limits.');
    return value;
  };
  for (const key of Object.keys(attributes)) {
    if (!(key in SETTINGS)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${key}.`);
  }
  const visibilitySeconds = setting('VisibilityTimeout');
  const retentionSeconds = setting('MessageRetentionPeriod');
  const made = new Queue({ name, accountId, region, visibilitySeconds, retentionSeconds, redrive: null }, world.clock);
  const queue = world.events.queues.get(made.arn) ?? made;
  world.events.queues.set(queue.arn, queue);
  return { QueueUrl: addressOf(queue, context) };
}

/** The address of a queue by its name. */
export function getQueueUrl(request: GetQueueUrlRequest, context: CallContext): GetQueueUrlResult {
  const owner = request.QueueOwnerAWSAccountId ?? context.accountId;
  const queue = findQueue({ QueueUrl: `/${owner}/${request.QueueName}` }, context);
  return { QueueUrl: addressOf(queue, context) };
}

/** Counts and settings of a queue. */
export function getQueueAttributes(request: GetQueueAttributesRequest, context: CallContext): GetQueueAttributesResult {
  const queue = findQueue(request, context);
  context.world.events.catchUp();
  const { visibilitySeconds, retentionSeconds, redrive } = queue.settings;
  const { visible, inFlight, delayed } = queue.counts();
  const seconds = String(Math.floor(queue.createdAt / 1000));
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: seconds,
    LastModifiedTimestamp: seconds,
    VisibilityTimeout: String(visibilitySeconds),
    MessageRetentionPeriod: String(retentionSeconds),
    MaximumMessageSize: '1048576',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    ...(redrive && { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: redrive.to.arn, maxReceiveCount: redrive.maxReceiveCount }) }),
  };
  const wanted: readonly string[] = request.AttributeNames ?? [];
  for (const name of wanted) {
    if (name !== 'All' && !(name in all) && name !== 'RedrivePolicy' && name !== 'Policy' && name !== 'KmsMasterKeyId')
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  const told = wanted.includes('All') ? all : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
  return Object.keys(told).length > 0 ? { Attributes: told } : {};
}

/** Takes a queue and all in it away. */
export function deleteQueue(request: { QueueUrl: string | undefined }, context: CallContext): void {
  context.world.events.queues.delete(findQueue(request, context).arn);
}

/** Takes all messages of a queue away. */
export function purgeQueue(request: { QueueUrl: string | undefined }, context: CallContext): void {
  findQueue(request, context).purge();
}
