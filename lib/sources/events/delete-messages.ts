import { DeleteMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';

const OPERATION = { service: 'SQS', operation: 'DeleteMessageBatch' } as const;

/** Takes up to ten received messages out of their queue. @throws AwsFailure also when only some of them went */
export async function deleteMessages(aws: Aws, reader: Reader, queueUrl: string, receiptHandles: readonly string[]): Promise<void> {
  if (receiptHandles.length === 0) return;
  const answer = await aws.call(
    reader,
    { service: 'SQS', operation: 'DeleteMessageBatch', limits: { concurrency: 4, perSecond: 100 } },
    (client, options) =>
      client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: receiptHandles.map((ReceiptHandle, i) => ({ Id: String(i), ReceiptHandle })),
        }),
        options,
      ),
  );
  const [failed] = answer.Failed ?? [];
  if (!failed) return;
  const { accountId, region } = reader;
  const message = `SQS kept ${answer.Failed?.length} of ${receiptHandles.length} messages that were to be deleted (${String(failed.Code).slice(0, 80)}): they come again.`;
  throw new AwsFailure('service-error', message, { ...OPERATION, accountId, region, role: null });
}
