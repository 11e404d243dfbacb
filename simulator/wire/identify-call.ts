import type { IncomingHttpHeaders } from 'node:http';
import type { Protocol, Service } from './service.ts';

/** A request whose bytes are here. */
export interface WireRequest {
  method: string;
  /** As sent, without the query string. */
  path: string;
  /** As sent, without the question mark. */
  rawQuery: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** As sent, perhaps compressed. */
  body: Uint8Array;
}

/** Which service a request is for, in which protocol; the operation's name is null when the request names none. */
export interface IdentifiedCall {
  service: Service;
  protocol: Protocol;
  operation: string | null;
  /** Of the query protocol. */
  form: URLSearchParams | null;
}

const CBOR_PATH = /^\/service\/([^/]+)\/operation\/([^/]+)\/?$/;

/**
 * @param signedFor the service in the signature's scope; null for an unsigned request, which is then guessed
 * @param decoded the body, decompressed
 */
export function identifyCall(
  services: readonly Service[],
  request: WireRequest,
  signedFor: string | null,
  decoded: Uint8Array,
): IdentifiedCall | null {
  const cbor = CBOR_PATH.exec(request.path);
  const target = typeof request.headers['x-amz-target'] === 'string' ? request.headers['x-amz-target'] : null;
  const form = readForm(request, decoded);
  const service =
    signedFor === null
      ? guess(services, request, target ?? (cbor ? `${cbor[1]}.${cbor[2]}` : null), form)
      : services.find((entry) => entry.signingName === signedFor);
  if (!service) return null;
  if (service.name === 'S3') return { service, protocol: 'rest-xml', operation: null, form: null };
  if (service.name === 'OAM') return { service, protocol: 'rest-json', operation: request.path.slice(1), form: null };
  if (service.target !== null && (cbor || request.headers['smithy-protocol'] === 'rpc-v2-cbor') && service.query !== null) {
    return { service, protocol: 'cbor', operation: cbor?.[1] === service.target ? (cbor[2] ?? null) : null, form: null };
  }
  if (service.target !== null && (service.query === null || target !== null || isJson(request))) {
    const [prefix, operation = null] = target?.split('.') ?? [];
    return { service, protocol: 'json', operation: prefix === service.target ? operation : null, form: null };
  }
  return { service, protocol: 'query', operation: form?.get('Action') ?? null, form: form ?? new URLSearchParams() };
}

function guess(
  services: readonly Service[],
  request: WireRequest,
  target: string | null,
  form: URLSearchParams | null,
): Service | undefined {
  if (target !== null) return services.find((service) => service.target !== null && service.target === target.split('.')[0]);
  const action = form?.get('Action');
  if (action !== null && action !== undefined) {
    const version = form?.get('Version');
    return (
      services.find((service) => service.query !== null && (service.query.version === version || service.operations.has(action))) ??
      services.find((service) => service.name === 'STS')
    );
  }
  return services.find(
    (service) => service.name === (request.path === '/ListSinks' || request.path === '/ListAttachedLinks' ? 'OAM' : 'S3'),
  );
}

function readForm(request: WireRequest, decoded: Uint8Array): URLSearchParams | null {
  if (request.query.has('Action')) return request.query;
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return new URLSearchParams(Buffer.from(decoded).toString('utf8'));
  return null;
}

function isJson(request: WireRequest): boolean {
  return request.headers['content-type']?.includes('json') ?? false;
}

/** The protocol that the sender of a request which can't be told apart most likely understands. */
export function guessProtocol(request: WireRequest): Protocol {
  const type = request.headers['content-type'] ?? '';
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  if (type.includes('json') || request.headers['x-amz-target'] !== undefined) return 'json';
  return type.startsWith('application/x-www-form-urlencoded') || request.query.has('Action') ? 'query' : 'rest-xml';
}
