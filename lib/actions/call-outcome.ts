import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { CallProgress, PlannedCall } from '#lib/domain/control/action.ts';

/** How a call that was not taken ended. */
export type Refusal =
  /**
   * AWS has not done it: it said so, or was never reached. `again`: only because it was busy, or (`lasts`) for what seldom passes
   * within seconds.
   */
  | { kind: 'refused'; again: boolean; lasts: boolean; error: CallError; requestId: string | null }
  /** It was asked for already. */
  | { kind: 'done-already'; requestId: string | null }
  /** No answer came, or none that tells: it may have been done. */
  | { kind: 'unknown'; error: CallError; requestId: string | null };

type CallError = NonNullable<CallProgress['error']>;

/** Busy: the call was not executed, so that sending it again can't do it twice. */
const BUSY = /throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded|^ConflictException$|ConcurrentModification/i;
/** A limit that is reached, which is not one of how often one may ask. */
const LIMIT = /^LimitExceeded/i;
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|UNABLE_TO_VERIFY|did not establish a connection/i;

/** What people can do about AWS's refusals. */
const FIXES: Readonly<Record<string, string>> = {
  PipelineExecutionNotStoppableException: 'It ended by itself meanwhile, or stops already: look at the pipeline.',
  StageNotRetryableException: 'Something in the stage still runs, it was retried already, or the pipeline was edited: plan again.',
  NotLatestPipelineExecutionException: 'A newer release is in the stage by now: plan again.',
  UnableToRollbackStageException: 'The stage runs, or that release can no longer be gone back to: halt it, or plan again.',
  PipelineExecutionOutdatedException:
    'That release is too old for the pipeline as it is now: run the whole pipeline again with its revision.',
  ApprovalAlreadyCompletedException: 'Somebody else answered it meanwhile: look at the pipeline.',
  InvalidApprovalTokenException: 'The approval waits anew, for another release perhaps: plan again.',
  StageNotFoundException: 'The pipeline was edited: plan again.',
  PipelineNotFoundException: 'The pipeline is gone, or the registry names another account or Region.',
  ConflictException: 'AWS is busy with this pipeline: press again.',
};

/** Tells from the error of a call what has become of it. */
export function refusalOf(error: unknown, call: PlannedCall): Refusal {
  const failure = error instanceof AwsFailure ? error : null;
  const sdk = (failure?.cause ?? error) as {
    name?: string;
    message?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const status = sdk.$metadata?.httpStatusCode ?? null;
  const requestId = sdk.$metadata?.requestId ?? null;
  const name = sdk.name ?? '';
  const message = failure?.message ?? sdk.message ?? String(error);
  if (name === 'DuplicatedStopRequestException' && call.operation === 'StopPipelineExecution') return { kind: 'done-already', requestId };
  const refused = (code: string, again: boolean, fix: string | null): Refusal => ({
    kind: 'refused',
    again,
    lasts: LIMIT.test(code) || code === 'unreachable',
    error: { code, message, fix },
    requestId,
  });
  // The role could not be assumed: the call itself was never made.
  if (failure?.target.operation === 'AssumeRole') return refused(failure.code, failure.code === 'throttled', assumeFix(failure));
  if (status !== null && status >= 400 && status < 500) {
    const again = BUSY.test(name) || status === 429;
    return refused(name || `HTTP ${status}`, again, FIXES[name] ?? (again ? 'AWS is busy: press again.' : deniedFix(failure)));
  }
  const connection = `${sdk.code ?? ''} ${(sdk as { cause?: { code?: string } }).cause?.code ?? ''} ${sdk.message ?? ''}`;
  if (status === null && (NEVER_SENT.test(connection) || name === 'CredentialsProviderError')) {
    return refused(
      failure?.code ?? 'unreachable',
      failure?.code === 'unreachable',
      'Nothing was sent: check the network, and press again.',
    );
  }
  const code = failure?.code ?? 'no-answer';
  return {
    kind: 'unknown',
    error: { code, message, fix: 'It was not sent again. What the pipeline shows tells whether it was done.' },
    requestId,
  };
}

function assumeFix({ code, target }: AwsFailure): string {
  if (code !== 'access-denied') return 'Nothing was sent: press again.';
  return `Let ${target.role ?? 'the controller role'} of account ${target.accountId ?? '?'} be assumed by Cellwatch with sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession, and with its external id.`;
}

function deniedFix(failure: AwsFailure | null): string | null {
  if (failure?.code !== 'access-denied') return null;
  const { role, accountId } = failure.target;
  return `Install deploy/cellwatch-controller.yaml in account ${accountId ?? '?'}: ${role ?? 'the controller role'} lacks this permission.`;
}
