import type { Principal } from '../iam/principal.ts';
import type { World } from '../world/types.ts';
import { compileStructure, type StructureShape } from './shape.ts';

/** How a request is written, and how its answer must be. */
export type Protocol = 'json' | 'cbor' | 'query' | 'rest-json' | 'rest-xml';

/** What an operation knows besides its input. */
export interface CallContext {
  world: World;
  principal: Principal;
  accountId: string;
  region: string;
  /** Epoch ms of the world. */
  now: number;
  /** Issues the credentials of an assumed role. */
  issueSession(session: { principal: Principal; expiresAt: number }): {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
  };
  /** What a fault does to another account's part of this call. */
  faultOf(accountId: string): 'deny' | 'error' | null;
  /** By which the caller reached the simulator: host and port. */
  host: string;
  /** How long the caller has been kept waiting for this answer, ms. */
  waitedMs: number;
}

/** Thrown by an operation whose caller waits for something that has not happened yet: it is run again soon. */
export class StillWaiting extends Error {}

/** Names of a query protocol without <member> and <entry>: lists and maps repeat an element of another name. */
export interface FlatNames {
  /** Members by their parameter. */
  inputs: Readonly<Record<string, string>>;
  /** Elements by their member. */
  outputs: Readonly<Record<string, string>>;
}

/** One operation of a service with schemas: a small typed function behind its shapes. */
export interface Operation {
  name: string;
  input: StructureShape;
  output: StructureShape;
  run(request: unknown, context: CallContext): unknown;
  /** The ARN that permission is asked on; null when the operation checks for itself (or needs none). */
  resource: ((request: unknown, context: CallContext) => string) | null;
}

/** As in the SDK's clients. */
export const SERVICE_NAMES = [
  'CloudWatch',
  'STS',
  'S3',
  'Organizations',
  'OAM',
  'CodePipeline',
  'StepFunctions',
  'CloudFormation',
  'ECR',
  'CodeBuild',
  'CostExplorer',
  'SQS',
] as const;
type ServiceName = (typeof SERVICE_NAMES)[number];

/** One AWS service: its names on the wire and its operations. */
export interface Service {
  name: ServiceName;
  /** In the credential scope of a signature. */
  signingName: string;
  /** Prefix of its actions in policies. */
  actionPrefix: string;
  /** Before the dot of X-Amz-Target; null when it has no RPC protocol in JSON. */
  target: string | null;
  jsonVersion: '1.0' | '1.1';
  /** Of the query protocol; null when it has none. */
  query: { version: string; namespace: string; flat?: FlatNames } | null;
  operations: ReadonlyMap<string, Operation>;
  /** Names of errors in JSON and CBOR, by their query code. */
  errorNames: ReadonlyMap<string, string>;
}

/**
 * Ties a typed function to the SDK's schema of the operation, a tuple [9, namespace, name, traits, input, output].
 * @param resource the ARN that permission is asked on ("*" unless told), null for none
 */
export function defineOperation<Input, Output>(
  schema: readonly unknown[],
  run: (request: Input, context: CallContext) => Output,
  resource: ((request: Input, context: CallContext) => string) | null = () => '*',
): Operation {
  return {
    name: String(schema[2]),
    input: compileStructure(schema[4]),
    output: compileStructure(schema[5]),
    run: (request, context) => run(request as Input, context),
    resource: resource && ((request, context) => resource(request as Input, context)),
  };
}

/** Operations by name. */
export function byName(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  return new Map(operations.map((operation) => [operation.name, operation]));
}

/** The names of a service's errors, read from the schemas its SDK package exports. */
export function errorNamesOf(exports: Record<string, unknown>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const schema of Object.values(exports)) {
    if (!Array.isArray(schema) || schema[0] !== -3) continue;
    const code = (schema[3] as { awsQueryError?: [string, number] }).awsQueryError?.[0];
    if (code !== undefined) names.set(code, String(schema[2]));
  }
  return names;
}
