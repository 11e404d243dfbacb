import { AwsError } from './aws-error.ts';
import { writeCbor } from './cbor-codec.ts';
import type { Protocol, Service } from './service.ts';
import { escapeXml } from './write-xml.ts';

/** What goes back over the wire. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Names of the errors that every service has, in JSON and CBOR. */
const JSON_NAMES: Record<string, string> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidAction: 'UnknownOperationException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  Throttling: 'ThrottlingException',
  ValidationError: 'ValidationException',
};
const S3_NAMES: Record<string, string> = {
  IncompleteSignature: 'AuthorizationHeaderMalformed',
  InternalFailure: 'InternalError',
  InvalidAction: 'MethodNotAllowed',
  InvalidClientTokenId: 'InvalidAccessKeyId',
  MissingAuthenticationToken: 'AccessDenied',
  RequestEntityTooLarge: 'EntityTooLarge',
  Throttling: 'SlowDown',
};
const S3_MESSAGES: Record<string, string> = {
  MissingAuthenticationToken: 'Access Denied',
  InvalidClientTokenId: 'The AWS Access Key Id you provided does not exist in our records.',
  ExpiredToken: 'The provided token has expired.',
  Throttling: 'Please reduce your request rate.',
};

/** An error in the form of the protocol that was spoken. */
export function errorAnswer(error: AwsError, protocol: Protocol, service: Service | null, requestId: string, queryMode: boolean): Answer {
  if (protocol === 'rest-xml') return s3Error(error, requestId);
  if (protocol === 'query') return queryError(error, service, requestId);
  const name = service?.errorNames.get(error.code) ?? JSON_NAMES[error.code] ?? error.code;
  const headers: Record<string, string> = { 'x-amzn-RequestId': requestId };
  // Only query-compatible services tell the query code, and only to clients that ask.
  if (queryMode && service?.query) headers['x-amzn-query-error'] = `${error.code};${error.isServerFault ? 'Receiver' : 'Sender'}`;
  // RPC services answer refused calls with 400, whatever the query protocol says.
  const status = (error.status === 403 || error.status === 405) && protocol !== 'rest-json' ? 400 : error.status;
  if (protocol === 'cbor') {
    headers['Content-Type'] = 'application/cbor';
    headers['smithy-protocol'] = 'rpc-v2-cbor';
    return { status, headers, body: writeCbor({ __type: `com.amazonaws.cloudwatch#${name}`, message: error.message }) };
  }
  headers['x-amzn-ErrorType'] = name;
  if (protocol === 'rest-json') {
    headers['Content-Type'] = 'application/json';
    return { status, headers, body: JSON.stringify({ message: error.message }) };
  }
  headers['Content-Type'] = `application/x-amz-json-${service?.jsonVersion ?? '1.1'}`;
  const key = service?.name === 'Organizations' ? 'Message' : 'message';
  return { status, headers, body: JSON.stringify({ __type: name, [key]: error.message }) };
}

function queryError(error: AwsError, service: Service | null, requestId: string): Answer {
  const namespace = service?.query?.namespace ?? 'http://webservices.amazon.com/AWSFault/2005-15-09';
  const type = error.isServerFault ? 'Receiver' : 'Sender';
  return {
    status: error.status,
    headers: { 'Content-Type': 'text/xml', 'x-amzn-RequestId': requestId },
    body: `<ErrorResponse xmlns="${namespace}">\n  <Error>\n    <Type>${type}</Type>\n    <Code>${escapeXml(error.code)}</Code>\n    <Message>${escapeXml(error.message)}</Message>\n  </Error>\n  <RequestId>${requestId}</RequestId>\n</ErrorResponse>\n`,
  };
}

function s3Error(error: AwsError, requestId: string): Answer {
  const code = S3_NAMES[error.code] ?? error.code;
  const message = S3_MESSAGES[error.code] ?? error.message;
  const status = error.code === 'Throttling' ? 503 : error.code === 'ExpiredToken' ? 400 : error.status;
  const extra = error instanceof S3Error ? error : null;
  return {
    status,
    headers: { 'Content-Type': 'application/xml', 'x-amz-request-id': requestId, 'x-amz-id-2': requestId, ...extra?.headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${Object.entries(
      extra?.details ?? {},
    )
      .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
      .join('')}<RequestId>${requestId}</RequestId><HostId>${requestId}</HostId></Error>`,
  };
}

/** An error of S3 with members and headers of its own, such as the bucket it is about. */
export class S3Error extends AwsError {
  readonly details: Record<string, string>;
  readonly headers: Record<string, string>;
  constructor(code: string, message: string, status: number, details: Record<string, string> = {}, headers: Record<string, string> = {}) {
    super(code, message, status);
    this.details = details;
    this.headers = headers;
  }
}
