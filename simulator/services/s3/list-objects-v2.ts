import { S3Error } from '../../wire/error-answer.ts';
import type { CallContext } from '../../wire/service.ts';
import { escapeXml } from '../../wire/write-xml.ts';
import type { StoredObject } from '../../world/types.ts';
import { findBucket, type S3Answer, type S3Request } from './s3-request.ts';

const MAX_KEYS = 1000;

/** Objects in order of their keys, up to 1,000 a page; with a delimiter, what lies deeper counts as one common prefix. */
export function listObjectsV2({ bucket: name, query }: S3Request, context: CallContext): S3Answer {
  const bucket = findBucket(name, context);
  const asked = query.has('max-keys') ? Number(query.get('max-keys')) : MAX_KEYS;
  if (!Number.isInteger(asked) || asked < 0) throw invalid('max-keys', query.get('max-keys'));
  const size = Math.min(asked, MAX_KEYS);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : readToken(token);
  const encoding = query.get('encoding-type');
  const write = (text: string) => (encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : escapeXml(text));

  const entries = new Map<string, StoredObject | null>();
  for (const key of [...bucket.objects.keys()].sort()) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) entries.set(key, bucket.objects.get(key) ?? null);
    else entries.set(key.slice(0, end + delimiter.length), null);
  }
  const rest = [...entries].filter(([key]) => key > after);
  const page = rest.slice(0, size);
  const truncated = rest.length > page.length && size > 0;
  const contents = page
    .flatMap(([key, object]) =>
      object
        ? `<Contents><Key>${write(key)}</Key><LastModified>${new Date(object.lastModified).toISOString()}</LastModified><ETag>${escapeXml(object.etag)}</ETag><Size>${object.body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`
        : [],
    )
    .join('');
  const prefixes = page
    .flatMap(([key, object]) => (object ? [] : `<CommonPrefixes><Prefix>${write(key)}</Prefix></CommonPrefixes>`))
    .join('');
  const optional = [
    delimiter === '' ? '' : `<Delimiter>${write(delimiter)}</Delimiter>`,
    token === null ? '' : `<ContinuationToken>${escapeXml(token)}</ContinuationToken>`,
    truncated ? `<NextContinuationToken>${Buffer.from(page.at(-1)?.[0] ?? '').toString('base64url')}</NextContinuationToken>` : '',
    encoding === null ? '' : `<EncodingType>${escapeXml(encoding)}</EncodingType>`,
    query.has('start-after') ? `<StartAfter>${write(query.get('start-after') ?? '')}</StartAfter>` : '',
  ].join('');
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml', 'x-amz-bucket-region': bucket.region },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${escapeXml(name)}</Name><Prefix>${write(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${size}</MaxKeys><IsTruncated>${truncated}</IsTruncated>${optional}${contents}${prefixes}</ListBucketResult>`,
  };
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (token === '' || Buffer.from(key).toString('base64url') !== token) throw invalid('continuation-token', token);
  return key;
}

function invalid(name: string, value: string | null): S3Error {
  return new S3Error('InvalidArgument', `The ${name} provided is incorrect`, 400, { ArgumentName: name, ArgumentValue: value ?? '' });
}
