import type { CallContext } from '../../wire/service.ts';
import { findStack } from './find-stacks.ts';

/** The ARN that permission is asked on for a stack's name or id; a stack that does not exist has no id of its own. */
export function stackArn(nameOrId: string, context: CallContext): string {
  if (nameOrId.startsWith('arn:')) return nameOrId;
  const unknown = `arn:aws:cloudformation:${context.region}:${context.accountId}:stack/${nameOrId}/*`;
  return nameOrId === '*' ? unknown : (findStack(nameOrId, context)?.id ?? unknown);
}
