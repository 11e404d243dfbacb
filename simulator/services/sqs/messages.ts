import { createHash } from 'node:crypto';
import type {
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
  Message,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../wire/aws-error.ts';
import { type CallContext, StillWaiting } from '../../wire/service.ts';
import { IN_FLIGHT_AT_MOST, type Queue, type Received } from '../../world/events/queue.ts';
import { findQueue, permitOn } from './find-queue.ts';
import { checkNumber, invalidParameter } from './sqs-errors.ts';

const BYTES_AT_MOST = 1_048_576;
const BATCH_AT_MOST = 10;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 can not carry them, so SQS takes none
const UNSENDABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Puts a message into a queue. */
export function sendMessage(request: SendMessageRequest, context: CallContext): SendMessageResult {
  const queue = findQueue(request, context);
  const body = request.MessageBody ?? '';
  checkNumber(request.DelaySeconds, 'DelaySeconds', 0, 900);
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (UNSENDABLE.test(body)) throw new AwsError('InvalidMessageContents', 'Invalid binary character was found in the message body.');
  if (Buffer.byteLength(body) > BYTES_AT_MOST)
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${BYTES_AT_MOST} bytes.`,
    );
  return { MessageId: queue.send(body, request.DelaySeconds), MD5OfMessageBody: md5(body) };
}

/** Up to ten visible messages; with WaitTimeSeconds it waits for the first. */
export function receiveMessage(request: ReceiveMessageRequest, context: CallContext): ReceiveMessageResult {
  const queue = findQueue(request, context);
  const { MaxNumberOfMessages: most = 1, WaitTimeSeconds: wait = 0, VisibilityTimeout: visibility } = request;
  checkNumber(most, 'MaxNumberOfMessages', 1, 10);
  checkNumber(wait, 'WaitTimeSeconds', 0, 20);
  checkNumber(visibility, 'VisibilityTimeout', 0, 43_200);
  context.world.events.catchUp();
  if (queue.counts().inFlight >= IN_FLIGHT_AT_MOST) throw new AwsError('OverLimit', 'Too many messages are in flight.', 403);
  const messages = queue.receive(most, visibility);
  if (messages.length === 0 && context.waitedMs < wait * 1000) throw new StillWaiting();
  const asked = new Set<string>([...(request.MessageSystemAttributeNames ?? []), ...(request.AttributeNames ?? [])]);
  return messages.length === 0 ? {} : { Messages: messages.map((message) => toWire(message, asked, context)) };
}

function toWire(message: Received, asked: ReadonlySet<string>, { world }: CallContext): Message {
  const all: Record<string, string> = {
    SenderId: world.organization.monitoringAccountId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.receivedFirstAt ?? message.sentAt),
  };
  const told = Object.fromEntries(Object.entries(all).filter(([name]) => asked.has('All') || asked.has(name)));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(told).length > 0 && { Attributes: told }),
  };
}

/** Takes a received message out of its queue. */
export function deleteMessage(request: DeleteMessageRequest, context: CallContext): void {
  const refused = deleteOne(findQueue(request, context), request.ReceiptHandle ?? '');
  if (refused) throw refused;
}

/** Up to ten of them; each succeeds or fails for itself. */
export function deleteMessageBatch(request: DeleteMessageBatchRequest, context: CallContext): DeleteMessageBatchResult {
  permitOn('DeleteMessage', request, context);
  const queue = findQueue(request, context);
  const entries = request.Entries ?? [];
  const ids = entries.map(({ Id = '' }) => Id);
  if (entries.length === 0)
    throw new AwsError(
      'AWS.SimpleQueueService.EmptyBatchRequest',
      'There should be at least one DeleteMessageBatchRequestEntry in the request.',
    );
  if (entries.length > BATCH_AT_MOST) {
    const message = `Maximum number of entries per request are ${BATCH_AT_MOST}. You have sent ${entries.length}.`;
    throw new AwsError('AWS.SimpleQueueService.TooManyEntriesInBatchRequest', message);
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    const message =
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
    throw new AwsError('AWS.SimpleQueueService.InvalidBatchEntryId', message);
  }
  if (new Set(ids).size < ids.length)
    throw new AwsError('AWS.SimpleQueueService.BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  const result: DeleteMessageBatchResult = { Successful: [], Failed: [] };
  for (const { Id, ReceiptHandle = '' } of entries) {
    const refused = deleteOne(queue, ReceiptHandle);
    if (refused) result.Failed?.push({ Id, SenderFault: true, Code: refused.code, Message: refused.message });
    else result.Successful?.push({ Id });
  }
  return result;
}

function deleteOne(queue: Queue, handle: string): AwsError | null {
  return queue.delete(handle) ? null : invalidHandle(handle);
}

/** Hides a received message for longer, or shows it at once. */
export function changeMessageVisibility(request: ChangeMessageVisibilityRequest, context: CallContext): void {
  const queue = findQueue(request, context);
  const { ReceiptHandle: handle = '', VisibilityTimeout: seconds = 0 } = request;
  if (!(Number.isInteger(seconds) && seconds >= 0 && seconds <= 43_200))
    throw invalidParameter(seconds, 'VisibilityTimeout', 'Must be between 0 and 43200, if provided.');
  const changed = queue.changeVisibility(handle, seconds);
  if (changed === 'invalid') throw invalidHandle(handle);
  if (changed === 'not in flight') {
    const reason = 'Message does not exist or is not available for visibility timeout change.';
    throw new AwsError(
      'AWS.SimpleQueueService.MessageNotInflight',
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}`,
    );
  }
}

function invalidHandle(handle: string): AwsError {
  return new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle.slice(0, 200)}" is not a valid receipt handle.`, 404);
}
