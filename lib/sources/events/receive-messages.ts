import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws, Reader } from '#lib/aws/aws.ts';

/** The most that AWS hands out at once. */
const AT_ONCE = 10;
/** Longer than the longest wait. */
const TIMEOUT_MS = 29_000;

/** A message of a queue. It comes again unless it is deleted. */
export interface QueueMessage {
  id: string;
  receiptHandle: string;
  body: string;
  /** When it came into the queue, by AWS's clock, epoch ms; null where AWS does not tell. */
  sentAt: number | null;
  /** How often it was received, this time included. */
  receiveCount: number;
}

/**
 * Up to ten messages; waits for the first for so long. A message that could not be deleted is left out.
 * @param waitSeconds up to 20
 * @throws AwsFailure
 */
export async function receiveMessages(aws: Aws, reader: Reader, queueUrl: string, waitSeconds: number): Promise<QueueMessage[]> {
  const answer = await aws.call(
    reader,
    { service: 'SQS', operation: 'ReceiveMessage', limits: { concurrency: 4, perSecond: 100 }, timeoutMs: TIMEOUT_MS },
    (client, options) =>
      client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: AT_ONCE,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        }),
        options,
      ),
  );
  return (answer.Messages ?? []).flatMap((message) => toMessage(message) ?? []);
}

function toMessage({ MessageId, ReceiptHandle, Body = '', Attributes = {} }: Message): QueueMessage | null {
  if (!ReceiptHandle) return null;
  return {
    id: MessageId ?? ReceiptHandle,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAt: wholeNumber(Attributes.SentTimestamp),
    receiveCount: wholeNumber(Attributes.ApproximateReceiveCount) ?? 1,
  };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
