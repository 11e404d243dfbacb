import { AwsError, serializationError } from './aws-error.ts';
import { readCbor } from './cbor-codec.ts';
import type { IdentifiedCall } from './identify-call.ts';
import { readDocument } from './json-codec.ts';
import { readQueryForm } from './query-form.ts';
import type { Operation, Service } from './service.ts';
import type { Shape } from './shape.ts';

/** The input of an operation, in whichever protocol it came; required members are there. @throws AwsError */
export function readRequest(service: Service, operation: Operation, { protocol, form }: IdentifiedCall, body: Uint8Array): unknown {
  let input: unknown;
  if (protocol === 'query') input = readQueryForm(operation.input, form ?? new URLSearchParams(), service.query?.flat);
  else if (protocol === 'cbor') input = readCbor(operation.input, body);
  else input = readDocument(operation.input, parseJson(body));
  // In CBOR a request may be null.
  input ??= {};
  const missing = findMissing(operation.input, input, '');
  if (missing !== null) throw missingMember(service, missing);
  return input;
}

function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) ?? {};
  } catch (error) {
    throw serializationError(`The request is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The path of the first required member that is not there; null when all are. */
function findMissing(shape: Shape, value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  if (shape.kind === 'list') {
    if (shape.member.kind !== 'structure' && shape.member.kind !== 'list') return null;
    const list = value as unknown[];
    for (let i = 0; i < list.length; i++) {
      const missing = findMissing(shape.member, list[i], `${path}.member.${i + 1}`);
      if (missing !== null) return missing;
    }
    return null;
  }
  if (shape.kind !== 'structure') return null;
  const members = value as Record<string, unknown>;
  for (const name of shape.required) if (members[name] === undefined) return path ? `${path}.${name}` : name;
  for (const name in members) {
    const member = shape.members.get(name);
    const missing = member ? findMissing(member, members[name], path ? `${path}.${name}` : name) : null;
    if (missing !== null) return missing;
  }
  return null;
}

function missingMember(service: Service, path: string): AwsError {
  if (service.name === 'CloudWatch' || service.name === 'OAM')
    return new AwsError('MissingParameter', `The parameter ${path} is required.`);
  if (service.name === 'SQS') return new AwsError('MissingParameter', `The request must contain the parameter ${path}.`);
  const member = path.charAt(0).toLowerCase() + path.slice(1);
  const message = `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`;
  return new AwsError(service.name === 'Organizations' ? 'InvalidInputException' : 'ValidationError', message);
}
