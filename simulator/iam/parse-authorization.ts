import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../wire/aws-error.ts';

/** What a request says of its signature, in the Authorization header or (presigned) in the query string. */
export interface Authorization {
  accessKeyId: string;
  /** YYYYMMDD. */
  day: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  sessionToken: string | null;
  /** YYYYMMDDTHHMMSSZ. */
  date: string;
  /** Seconds that a presigned address is good for; null for a signed header. */
  expires: number | null;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Null when the request carries no signature at all. @throws AwsError IncompleteSignature */
export function parseAuthorization(headers: IncomingHttpHeaders, query: URLSearchParams): Authorization | null {
  const header = headers.authorization;
  if (header !== undefined) {
    if (!header.startsWith(`${ALGORITHM} `)) {
      throw new AwsError('IncompleteSignature', `Authorization header requires the algorithm '${ALGORITHM}'.`);
    }
    const fields = new Map(
      header
        .slice(ALGORITHM.length)
        .split(',')
        .map((part) => {
          const [name = '', ...value] = part.trim().split('=');
          return [name, value.join('=')] as const;
        }),
    );
    return {
      ...credential(fields.get('Credential')),
      signedHeaders: (fields.get('SignedHeaders') ?? missing('SignedHeaders')).split(';'),
      signature: fields.get('Signature') ?? missing('Signature'),
      sessionToken: one(headers['x-amz-security-token']),
      date: dateOf(one(headers['x-amz-date']), one(headers.date)),
      expires: null,
    };
  }
  if (!query.has('X-Amz-Signature') && !query.has('X-Amz-Credential')) return null;
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) throw new AwsError('IncompleteSignature', `X-Amz-Algorithm must be '${ALGORITHM}'.`);
  const expires = Number(query.get('X-Amz-Expires'));
  if (!(expires >= 1 && expires <= 604_800)) {
    throw new AwsError('AuthorizationQueryParametersError', 'X-Amz-Expires must be between 1 and 604800 seconds');
  }
  return {
    ...credential(query.get('X-Amz-Credential') ?? undefined),
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? missing('X-Amz-SignedHeaders')).split(';'),
    signature: query.get('X-Amz-Signature') ?? missing('X-Amz-Signature'),
    sessionToken: query.get('X-Amz-Security-Token'),
    date: dateOf(query.get('X-Amz-Date'), null),
    expires,
  };
}

function credential(text: string | undefined) {
  const parts = (text ?? missing('Credential')).split('/');
  const [accessKeyId, day, region, service, end] = parts;
  if (parts.length !== 5 || end !== 'aws4_request' || !accessKeyId || !/^\d{8}$/.test(day ?? '') || !region || !service) {
    throw new AwsError(
      'IncompleteSignature',
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request',
    );
  }
  return { accessKeyId, day: day ?? '', region, service };
}

function dateOf(amzDate: string | null, httpDate: string | null): string {
  if (amzDate !== null && /^\d{8}T\d{6}Z$/.test(amzDate)) return amzDate;
  const parsed = httpDate === null ? Number.NaN : Date.parse(httpDate);
  if (Number.isNaN(parsed)) {
    throw new AwsError('IncompleteSignature', "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return new Date(parsed).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : (value?.[0] ?? null);
}

function missing(name: string): never {
  throw new AwsError('IncompleteSignature', `Authorization requires '${name}' parameter.`);
}
