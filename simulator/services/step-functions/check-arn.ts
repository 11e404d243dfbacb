import { AwsError } from '../../wire/aws-error.ts';
import { checkLength } from './step-functions-errors.ts';

/** What follows an ARN's account, by type: executions are named under their state machine. */
const RESOURCES = {
  execution: /^[^:]{1,80}:[^:]{1,80}$/,
  stateMachine: /^[^:]{1,80}(:[^:]{1,80})?$/,
} as const;

/** An ARN of Step Functions in parts that matter here. */
export interface StatesArn {
  text: string;
  region: string;
  accountId: string;
}

/** Reads an ARN of that type. @throws AwsError in the words of Step Functions */
export function checkArn(text: string, member: string, type: keyof typeof RESOURCES): StatesArn {
  checkLength(text, member, 1, 256);
  const invalid = (why: string) => new AwsError('InvalidArn', `Invalid Arn: '${why}'`);
  const match = /^arn:aws:states:([a-z0-9-]{1,30}):(\d{12}):([A-Za-z]+):(.+)$/s.exec(text);
  if (!match) throw invalid(`Invalid ARN prefix: ${text}`);
  const [, region = '', accountId = '', kind = '', rest = ''] = match;
  if (kind !== type) throw invalid(`Resource type not valid in this context: ${kind}`);
  if (!RESOURCES[type].test(rest)) throw invalid(`Invalid ARN: ${text}`);
  return { text, region, accountId };
}
