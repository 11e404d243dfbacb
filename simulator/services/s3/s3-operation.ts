import { authorize } from '../../iam/authorize.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { getObject } from './get-object.ts';
import { listBuckets } from './list-buckets.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { putObject } from './put-object.ts';
import { findBucket, type S3Answer, type S3Request } from './s3-request.ts';

interface S3Operation {
  name: string;
  action: string;
  run(request: S3Request, context: CallContext): S3Answer;
}

const OPERATIONS: Record<string, S3Operation> = {
  ListBuckets: { name: 'ListBuckets', action: 's3:ListAllMyBuckets', run: (_request, context) => listBuckets(context) },
  ListObjectsV2: { name: 'ListObjectsV2', action: 's3:ListBucket', run: listObjectsV2 },
  GetObject: { name: 'GetObject', action: 's3:GetObject', run: getObject },
  HeadObject: { name: 'HeadObject', action: 's3:GetObject', run: (request, context) => ({ ...getObject(request, context), body: '' }) },
  PutObject: { name: 'PutObject', action: 's3:PutObject', run: putObject },
};

/** Query parameters that make a request another one, which the simulator does not know. */
const OTHER = [
  'acl',
  'versioning',
  'location',
  'tagging',
  'uploads',
  'uploadId',
  'policy',
  'lifecycle',
  'versions',
  'cors',
  'encryption',
  'attributes',
  'torrent',
  'retention',
  'legal-hold',
];

/** Which of S3's operations a request asks for; null for one that the simulator does not know. */
export function s3OperationOf({ method, bucket, key, query, headers }: S3Request): S3Operation | null {
  if (OTHER.some((name) => query.has(name)) || headers['x-amz-copy-source'] !== undefined) return null;
  let name: string | null = null;
  if (bucket === '') name = method === 'GET' ? 'ListBuckets' : null;
  else if (key === '') name = method === 'GET' && query.get('list-type') === '2' ? 'ListObjectsV2' : null;
  else if (method === 'GET') name = 'GetObject';
  else if (method === 'HEAD') name = 'HeadObject';
  else if (method === 'PUT') name = 'PutObject';
  return name === null ? null : (OPERATIONS[name] ?? null);
}

/** Checks permission and runs the operation. Buckets grant nothing to other accounts. @throws AwsError */
export function runS3(operation: S3Operation, request: S3Request, context: CallContext): S3Answer {
  const { principal } = context;
  if (request.bucket === '') {
    authorize(principal, operation.action, '*');
    return operation.run(request, context);
  }
  const bucket = findBucket(request.bucket, context);
  const resource = `arn:aws:s3:::${request.bucket}${request.key === '' ? '' : `/${request.key}`}`;
  authorize(principal, operation.action, resource);
  if (bucket.accountId !== principal.accountId) {
    throw new AwsError(
      'AccessDenied',
      `User: ${principal.arn} is not authorized to perform: ${operation.action} on resource: "${resource}" because no resource-based policy allows the ${operation.action} action`,
      403,
    );
  }
  return operation.run(request, context);
}
