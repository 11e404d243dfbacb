import * as sdk from '@aws-sdk/client-sqs';
import { byName, type CallContext, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { queueArn } from './find-queue.ts';
import { changeMessageVisibility, deleteMessage, deleteMessageBatch, receiveMessage, sendMessage } from './messages.ts';
import { createQueue, deleteQueue, getQueueAttributes, getQueueUrl, purgeQueue } from './queues.ts';

const named = (
  request: { QueueName: string | undefined; QueueOwnerAWSAccountId?: string | undefined },
  { region, accountId }: CallContext,
) => `arn:aws:sqs:${region}:${request.QueueOwnerAWSAccountId ?? accountId}:${request.QueueName ?? ''}`;

export const sqs: Service = {
  name: 'SQS',
  signingName: 'sqs',
  actionPrefix: 'sqs',
  target: 'AmazonSQS',
  jsonVersion: '1.0',
  query: {
    version: '2012-11-05',
    namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    flat: {
      inputs: {
        Attribute: 'Attributes',
        AttributeName: 'AttributeNames',
        MessageSystemAttributeName: 'MessageSystemAttributeNames',
        DeleteMessageBatchRequestEntry: 'Entries',
      },
      outputs: {
        Attributes: 'Attribute',
        Messages: 'Message',
        Successful: 'DeleteMessageBatchResultEntry',
        Failed: 'BatchResultErrorEntry',
      },
    },
  },
  operations: byName([
    defineOperation(sdk.CreateQueue$, createQueue, named),
    defineOperation(sdk.DeleteQueue$, deleteQueue, queueArn),
    defineOperation(sdk.GetQueueUrl$, getQueueUrl, named),
    defineOperation(sdk.GetQueueAttributes$, getQueueAttributes, queueArn),
    defineOperation(sdk.PurgeQueue$, purgeQueue, queueArn),
    defineOperation(sdk.SendMessage$, sendMessage, queueArn),
    defineOperation(sdk.ReceiveMessage$, receiveMessage, queueArn),
    defineOperation(sdk.DeleteMessage$, deleteMessage, queueArn),
    defineOperation(sdk.DeleteMessageBatch$, deleteMessageBatch, null),
    defineOperation(sdk.ChangeMessageVisibility$, changeMessageVisibility, queueArn),
  ]),
  errorNames: errorNamesOf(sdk),
};
