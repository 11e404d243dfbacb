import type { FailureCode } from '#lib/domain/facts.ts';

/** Where a failed call was meant to go. */
export interface CallTarget {
  service: string;
  operation: string;
  accountId: string | null;
  region: string | null;
  /** The role that was to be assumed; null for the default credentials. */
  role: string | null;
}

/** A call to AWS that failed, in our own words. `cause` is the SDK's error. */
export class AwsFailure extends Error {
  readonly code: FailureCode;
  readonly target: CallTarget;
  constructor(code: FailureCode, message: string, target: CallTarget, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AwsFailure';
    this.code = code;
    this.target = target;
  }
}

const THROTTLED = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceeded|RateExceeded|PriorRequestNotComplete/i;
const DENIED = /AccessDenied|Unauthorized|NotAuthorized|^Forbidden$|^AuthFailure$|OptInRequired/i;
const EXPIRED = /ExpiredToken|RequestExpired|ExpiredTokenException|TokenRefreshRequired/i;
const SKEWED = /^(RequestTimeTooSkewed|RequestInTheFuture)$/;
const SIGNED_AT_ANOTHER_TIME = /^Signature (expired|not yet current)/;
const BAD_KEY = /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature/i;
/** The SDK names these a timeout; no time has run out. */
const CUT = /^(ECONNRESET|EPIPE)$/;
const CHECKSUM = /^Checksum mismatch/;
const TIMEOUT = /^TimeoutError$|ETIMEDOUT|ESOCKETTIMEDOUT|RequestTimeout|^AbortError$/i;
// Whole words: PipelineNotFoundException holds "ENotFound".
const UNREACHABLE = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE)\b|CERT|socket hang up/i;
const NOT_FOUND = /NoSuchKey|NoSuchBucket|NotFound|ResourceNotFound|DoesNotExist/i;

interface SdkError {
  name: string;
  code: string;
  message: string;
  status: number | null;
  errno: string;
}

/** Tells what went wrong in words a person understands, and what to do about it. */
export function classifyFailure(error: unknown, target: CallTarget): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const found = describe(error);
  const { code, message } = judge(found, target);
  return new AwsFailure(code, message, target, { cause: error });
}

function judge(error: SdkError, target: CallTarget): { code: FailureCode; message: string } {
  const call = `${target.service} ${target.operation}`;
  const names = `${error.name} ${error.code}`;
  const says = (pattern: RegExp) => pattern.test(error.name) || pattern.test(error.code);
  if (isSkewed(error)) {
    return {
      code: 'wrong-clock',
      message: `AWS refuses ${call} because the clock of Cellwatch's machine is not AWS's: have it set by the network (NTP).`,
    };
  }
  if (says(EXPIRED) || /security token.*expired/i.test(error.message)) {
    return {
      code: 'expired-credentials',
      message: `The credentials for ${call} have expired: renew the credentials that Cellwatch runs with, or check the clock of its machine.`,
    };
  }
  if (says(BAD_KEY)) {
    return { code: 'access-denied', message: `AWS does not accept the credentials (${error.name}): check the access key of Cellwatch.` };
  }
  if (error.name === 'CredentialsProviderError' || /could not load credentials/i.test(error.message)) {
    return { code: 'access-denied', message: 'No AWS credentials found: give Cellwatch a role, a profile or an access key.' };
  }
  if (says(DENIED) || (error.status === 403 && !says(THROTTLED))) return { code: 'access-denied', message: denied(error, target) };
  if (says(THROTTLED) || error.status === 429) {
    return { code: 'throttled', message: `AWS throttles ${call}: reading more slowly until it lets up.` };
  }
  if (says(TIMEOUT) && !CUT.test(error.errno))
    return { code: 'timeout', message: `${call} gave no answer in time: trying again at the next refresh.` };
  if (UNREACHABLE.test(names) || UNREACHABLE.test(error.errno) || UNREACHABLE.test(error.message)) {
    const how = error.errno || error.code || error.message;
    return { code: 'unreachable', message: `${target.service} can't be reached (${how}): check the network and the endpoint.` };
  }
  if (says(NOT_FOUND) || error.status === 404) {
    return { code: 'not-found', message: `${call} found nothing there${error.message ? ` (${clip(error.message)})` : ''}.` };
  }
  if (isMalformed(error)) {
    return { code: 'invalid-response', message: `${call} gave an answer that can't be read: trying again at the next refresh.` };
  }
  const detail = [error.name, clip(error.message)].filter((part) => part !== '' && part !== 'Error').join(': ');
  return { code: 'service-error', message: `${call} failed${detail ? ` (${detail})` : ''}.` };
}

/** Whether AWS refused a call for the time at which it was signed: nothing was done, and the SDK now goes by AWS's clock. */
export function refusedForClock(error: unknown): boolean {
  return isSkewed(describe(error));
}

function isSkewed({ name, code, message }: SdkError): boolean {
  return SKEWED.test(name) || SKEWED.test(code) || SIGNED_AT_ANOTHER_TIME.test(message);
}

function denied(error: SdkError, target: CallTarget): string {
  if (target.operation === 'AssumeRole' && target.role) {
    return `access denied assuming ${target.role}: its trust policy lacks this account or its external id`;
  }
  const action = /perform: ([\w:-]+)/.exec(error.message)?.[1] ?? `${iamPrefix(target.service)}:${target.operation}`;
  return `access denied: ${target.role ?? 'the credentials of Cellwatch'} may not ${action}; add that action to its policy`;
}

function iamPrefix(service: string): string {
  if (service === 'CostExplorer') return 'ce';
  return service === 'StepFunctions' ? 'states' : service.toLowerCase();
}

function isMalformed(error: SdkError): boolean {
  if (['SyntaxError', 'CBORDecodeError', 'UnexpectedAnswer'].includes(error.name)) return true;
  if (CHECKSUM.test(error.message)) return true;
  if (/Deserialization error|Unexpected token|not valid JSON|Unexpected end of JSON|Expected .* in JSON/i.test(error.message)) return true;
  return error.status !== null && error.status < 300;
}

function describe(error: unknown): SdkError {
  const found = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const text = (key: string) => (typeof found[key] === 'string' ? (found[key] as string) : '');
  const metadata = (found.$metadata ?? {}) as { httpStatusCode?: number };
  const cause = (found.cause ?? {}) as { code?: string };
  // An AggregateError of happy eyeballs keeps the reason inside.
  const inner = (Array.isArray(found.errors) ? found.errors[0] : {}) as { code?: string } | undefined;
  return {
    name: text('name'),
    code: text('Code') || text('code'),
    message: text('message') || (typeof error === 'string' ? error : ''),
    status: metadata.httpStatusCode ?? null,
    errno: text('code') || (typeof cause.code === 'string' ? cause.code : '') || (typeof inner?.code === 'string' ? inner.code : ''),
  };
}

function clip(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
