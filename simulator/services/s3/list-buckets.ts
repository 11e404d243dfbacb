import type { CallContext } from '../../wire/service.ts';
import { escapeXml } from '../../wire/write-xml.ts';
import type { S3Answer } from './s3-request.ts';

/** The buckets of the caller's account. */
export function listBuckets({ world, accountId }: CallContext): S3Answer {
  const own = [...world.buckets.values()].filter((bucket) => bucket.accountId === accountId);
  const items = own
    .map(
      (bucket) =>
        `<Bucket><Name>${escapeXml(bucket.name)}</Name><CreationDate>${new Date(bucket.createdAt).toISOString()}</CreationDate><BucketRegion>${bucket.region}</BucketRegion></Bucket>`,
    )
    .join('');
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>${accountId}</ID><DisplayName>orbit</DisplayName></Owner><Buckets>${items}</Buckets></ListAllMyBucketsResult>`,
  };
}
