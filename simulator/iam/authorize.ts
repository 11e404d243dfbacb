import { AwsError } from '../wire/aws-error.ts';
import { matchesPattern } from './match-pattern.ts';
import type { Principal, Statement } from './principal.ts';

type Verdict = 'allowed' | 'denied' | 'not mentioned';

/** What a list of statements says of an action on a resource; a Deny wins. */
function judge(statements: readonly Statement[], action: string, resource: string): Verdict {
  let verdict: Verdict = 'not mentioned';
  for (const { effect, actions, resources } of statements) {
    if (effect === 'Allow' && verdict === 'allowed') continue;
    if (!actions.some((pattern) => matchesPattern(pattern, action, true))) continue;
    if (!resources.some((pattern) => matchesPattern(pattern, resource))) continue;
    if (effect === 'Deny') return 'denied';
    verdict = 'allowed';
  }
  return verdict;
}

/** Lets a call pass, or refuses it in AWS's words. @throws AwsError AccessDenied */
export function authorize(principal: Principal, action: string, resource: string): void {
  const identity = judge(principal.statements, action, resource);
  const session = principal.sessionPolicy ? judge(principal.sessionPolicy, action, resource) : 'allowed';
  if (identity === 'allowed' && session === 'allowed') return;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  let because = `because no identity-based policy allows the ${action} action`;
  if (identity === 'denied') because = 'with an explicit deny in an identity-based policy';
  else if (session === 'denied') because = 'with an explicit deny in a session policy';
  else if (identity === 'allowed') because = `because no session policy allows the ${action} action`;
  throw new AwsError('AccessDenied', `User: ${principal.arn} is not authorized to perform: ${action}${on} ${because}`, 403);
}
