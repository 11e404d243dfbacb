import { randomUUID } from 'node:crypto';
import { authenticate } from '../iam/authenticate.ts';
import { authorize } from '../iam/authorize.ts';
import { type Authorization, parseAuthorization } from '../iam/parse-authorization.ts';
import type { Principal } from '../iam/principal.ts';
import { cloudformation } from '../services/cloudformation/cloudformation.ts';
import { cloudwatch } from '../services/cloudwatch/cloudwatch.ts';
import { codebuild } from '../services/codebuild/codebuild.ts';
import { codepipeline } from '../services/codepipeline/codepipeline.ts';
import { costExplorer } from '../services/cost-explorer/cost-explorer.ts';
import { ecr } from '../services/ecr/ecr.ts';
import { oam } from '../services/oam/oam.ts';
import { organizations } from '../services/organizations/organizations.ts';
import { s3 } from '../services/s3/s3.ts';
import { runS3, s3OperationOf } from '../services/s3/s3-operation.ts';
import { locate, type S3Request } from '../services/s3/s3-request.ts';
import { unframe } from '../services/s3/unframe.ts';
import { sqs } from '../services/sqs/sqs.ts';
import { stepFunctions } from '../services/step-functions/step-functions.ts';
import { sts } from '../services/sts/sts.ts';
import { type CallFault, FAULTS_OF_CALLS, type FaultTarget, SKEW_MS } from '../side-door/faults.ts';
import { isAwsChunked } from './aws-chunked.ts';
import { AwsError } from './aws-error.ts';
import { decodeBody } from './decode-body.ts';
import { type Answer, errorAnswer } from './error-answer.ts';
import { guessProtocol, type IdentifiedCall, identifyCall, type WireRequest } from './identify-call.ts';
import { readRequest } from './read-request.ts';
import { type CallContext, type Protocol, type Service, StillWaiting } from './service.ts';
import type { SimulatorState } from './simulator-state.ts';
import { writeAnswer } from './write-answer.ts';

const SERVICES: readonly Service[] = [
  cloudwatch,
  sts,
  s3,
  organizations,
  oam,
  codepipeline,
  stepFunctions,
  cloudformation,
  ecr,
  codebuild,
  costExplorer,
  sqs,
];
const DEFAULT_REGION = 'us-east-1';

/** What becomes of a call: an answer, perhaps late, or a connection that dies. */
export interface Outcome {
  answer: Answer;
  fate: 'answer' | 'slow' | 'malformed' | 'drop' | 'hang' | 'reset' | 'reset-in-body' | 'wait';
}

/** One call as it is worked off; what is known when an error comes decides its form and whom it counts for. */
interface Call {
  state: SimulatorState;
  request: WireRequest;
  requestId: string;
  auth: Authorization | null;
  identified: IdentifiedCall | null;
  operation: string | null;
  principal: Principal | null;
  /** Epoch ms that the answer tells; null for the host's time. */
  skewedNow: number | null;
  waitedMs: number;
}

/**
 * Answers one request to the simulated AWS. Never throws.
 * @param waitedMs for how long it has been handled again and again since its fate was first to wait
 */
export function handleCall(state: SimulatorState, request: WireRequest, waitedMs = 0): Outcome {
  const call: Call = {
    state,
    request,
    requestId: randomUUID(),
    auth: null,
    identified: null,
    operation: null,
    principal: null,
    skewedNow: null,
    waitedMs,
  };
  let outcome: Outcome;
  try {
    outcome = perform(call);
  } catch (error) {
    if (error instanceof StillWaiting) return unanswered(call, 'wait');
    outcome = { answer: refuse(call, error), fate: 'answer' };
  }
  if (call.identified && call.operation !== null) {
    const failed = outcome.answer.status >= 400 || (outcome.fate !== 'answer' && outcome.fate !== 'slow');
    const { principal } = call;
    const sourceIdentity = principal?.session?.sourceIdentity ?? null;
    state.calls.add(
      {
        service: call.identified.service.name,
        operation: call.operation,
        accountId: principal?.accountId ?? null,
        principalArn: principal?.arn ?? null,
        ...(sourceIdentity === null ? {} : { sourceIdentity }),
        region: call.auth?.region ?? DEFAULT_REGION,
      },
      failed,
    );
  }
  // By it the SDK sets its own clock right.
  if (call.skewedNow !== null) outcome.answer.headers.Date = new Date(call.skewedNow).toUTCString();
  return outcome;
}

/** The answer to a request that failed before it could be read, in the form its client most likely understands. */
export function refuseUnread(request: WireRequest, error: AwsError): Answer {
  return errorAnswer(error, guessProtocol(request), null, randomUUID(), false);
}

function perform(call: Call): Outcome {
  const { request, state } = call;
  const auth = parseAuthorization(request.headers, request.query);
  call.auth = auth;
  const plain = auth?.service === 's3' ? request.body : decodeBody(request.body, request.headers['content-encoding']);
  call.identified = identifyCall(SERVICES, request, auth?.service ?? null, plain);
  if (!call.identified) throw new AwsError('InvalidAction', `The simulator does not know the service that was called.`, 404);
  const { service } = call.identified;
  return service.name === 'S3' ? performS3(call, auth) : performOperation(call, call.identified, auth, plain, state);
}

function performOperation(
  call: Call,
  identified: IdentifiedCall,
  auth: Authorization | null,
  plain: Uint8Array,
  state: SimulatorState,
): Outcome {
  const { service, protocol } = identified;
  const operation = identified.operation === null ? undefined : service.operations.get(identified.operation);
  call.operation = operation?.name ?? null;
  const { principal } = authenticate(state.world, state.sessions, call.request, auth, clockOf(call));
  call.principal = principal;
  if (!operation || !methodFits(call.request.method, protocol)) throw unknownOperation(identified);
  const input = readRequest(service, operation, identified, plain);
  const context = contextOf(call, principal);
  const roleArn = (input as { RoleArn?: unknown }).RoleArn;
  const target = typeof roleArn === 'string' ? /^arn:aws:iam::(\d{12}):/.exec(roleArn)?.[1] : undefined;
  return underFaults(call, target ? [target] : [], () => {
    if (operation.resource) authorize(principal, `${service.actionPrefix}:${operation.name}`, operation.resource(input, context));
    return writeAnswer(service, operation, operation.run(input, context), protocol, call.requestId);
  });
}

function performS3(call: Call, auth: Authorization | null): Outcome {
  const { request, state } = call;
  const place = locate(request.path, request.headers.host, state.world.buckets);
  const s3Request: S3Request = { method: request.method, ...place, query: request.query, headers: request.headers, body: request.body };
  const operation = s3OperationOf(s3Request);
  call.operation = operation?.name ?? null;
  const { principal, checked } = authenticate(state.world, state.sessions, request, auth, clockOf(call));
  call.principal = principal;
  if (!operation) throw new AwsError('InvalidAction', 'The specified method is not allowed against this resource.', 405);
  if (isAwsChunked(request.headers)) unframe(s3Request, auth, checked);
  return underFaults(call, [], () => {
    const answer = runS3(operation, s3Request, contextOf(call, principal));
    return { ...answer, headers: { ...answer.headers, 'x-amz-request-id': call.requestId, 'x-amz-id-2': call.requestId } };
  });
}

/** The host's clock, as the call meets it. */
function clockOf(call: Call): (principal: Principal) => number {
  return ({ accountId }) => {
    const { state } = call;
    const now = state.hostNow();
    if (state.faults.hit(targetOf(call, [accountId]), ['skew']) !== null) call.skewedNow = now + SKEW_MS;
    return call.skewedNow ?? now;
  };
}

function targetOf(call: Call, accountIds: readonly string[]): FaultTarget {
  const service = call.identified?.service.name ?? 'S3';
  return { service, operation: call.operation ?? '', accountIds, region: call.auth?.region ?? DEFAULT_REGION };
}

/** Runs a call unless a fault that was asked for hits it. */
function underFaults(call: Call, otherAccountIds: readonly string[], run: () => Answer): Outcome {
  const { principal, state } = call;
  const accountIds = [...(principal ? [principal.accountId] : []), ...otherAccountIds];
  const fault = state.faults.hit(targetOf(call, accountIds), FAULTS_OF_CALLS);
  if (fault === null) return { answer: run(), fate: 'answer' };
  const action = `${call.identified?.service.actionPrefix}:${call.operation === 'HeadObject' ? 'GetObject' : call.operation}`;
  switch (fault satisfies CallFault) {
    case 'throttle':
      throw new AwsError('Throttling', 'Rate exceeded');
    case 'deny':
      throw new AwsError(
        'AccessDenied',
        `User: ${principal?.arn} is not authorized to perform: ${action} with an explicit deny in a service control policy`,
        403,
      );
    case 'expired':
      throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
    case 'error':
      throw new AwsError('InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.', 500);
    case 'timeout':
      return unanswered(call, 'hang');
    case 'reset':
      return unanswered(call, 'reset');
    case 'slow':
      return { answer: run(), fate: 'slow' };
    case 'malformed':
      return { answer: run(), fate: 'malformed' };
    case 'drop-after-commit':
      return { answer: run(), fate: 'drop' };
    case 'reset-in-body':
      return { answer: run(), fate: 'reset-in-body' };
  }
}

function unanswered(call: Call, fate: 'hang' | 'reset' | 'wait'): Outcome {
  return { answer: refuse(call, new AwsError('RequestTimeout', 'A fault keeps this call without an answer')), fate };
}

function contextOf(call: Call, principal: Principal): CallContext {
  const { state } = call;
  const region = call.auth?.region ?? DEFAULT_REGION;
  return {
    world: state.world,
    principal,
    accountId: principal.accountId,
    region,
    now: state.world.clock.now(),
    issueSession: (session) => state.sessions.issue(session),
    host: call.request.headers.host ?? 'localhost',
    waitedMs: call.waitedMs,
    faultOf(accountId) {
      const fault = state.faults.hit(targetOf(call, [accountId]), ['deny', 'throttle', 'error']);
      return fault === null ? null : fault === 'deny' ? 'deny' : 'error';
    },
  };
}

function methodFits(method: string, protocol: Protocol): boolean {
  return method === 'POST' || (protocol === 'query' && method === 'GET');
}

function unknownOperation({ service, protocol, operation }: IdentifiedCall): AwsError {
  if (protocol === 'query' && operation === null)
    return new AwsError('MissingAction', 'The request is missing an action or a required parameter.');
  const name = operation === null ? '' : ` ${operation.slice(0, 80)}`;
  return new AwsError(
    'InvalidAction',
    `Could not find operation${name} for ${service.name}${service.query ? ` version ${service.query.version}` : ''}`,
    protocol === 'rest-json' ? 404 : 400,
  );
}

function refuse(call: Call, thrown: unknown): Answer {
  let error: AwsError;
  if (thrown instanceof AwsError) error = thrown;
  else {
    // A fault of the simulator itself: say so on its own console, and answer as AWS does.
    console.error(thrown);
    error = new AwsError('InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.', 500);
  }
  const protocol = call.identified?.protocol ?? guessProtocol(call.request);
  const queryMode = call.request.headers['x-amzn-query-mode'] === 'true';
  const answer = errorAnswer(error, protocol, call.identified?.service ?? null, call.requestId, queryMode);
  return call.request.method === 'HEAD' ? { ...answer, body: '' } : answer;
}
