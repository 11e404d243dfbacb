import { AwsError } from '../wire/aws-error.ts';
import type { Statement } from './principal.ts';

const MEMBERS = new Set(['Sid', 'Effect', 'Action', 'Resource']);

/** Reads a session policy. What the simulator can't honour (conditions, NotAction) is refused, never ignored. @throws AwsError */
export function parsePolicy(text: string): Statement[] {
  const fail = (message: string): never => {
    throw new AwsError('MalformedPolicyDocument', message);
  };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return fail('This policy contains invalid Json');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return fail('Syntax errors in policy.');
  const { Version: version = '2008-10-17', Statement: given } = document as { Version?: unknown; Statement?: unknown };
  if (version !== '2012-10-17' && version !== '2008-10-17') return fail('The policy must contain a valid version string');
  if (given === undefined || given === null) return fail('Syntax errors in policy.');
  return [given].flat().map((statement: unknown) => {
    if (typeof statement !== 'object' || statement === null) return fail('Syntax errors in policy.');
    const { Effect: effect, Action: action, Resource: resource } = statement as Record<string, unknown>;
    const unknown = Object.keys(statement).find((member) => !MEMBERS.has(member));
    if (unknown !== undefined) return fail(`The simulator does not know "${unknown}" in a session policy`);
    if (effect !== 'Allow' && effect !== 'Deny') return fail('Syntax errors in policy.');
    const actions = texts(action) ?? fail('Policy statement must contain actions.');
    const resources = texts(resource) ?? fail('Policy statement must contain resources.');
    if (actions.some((entry) => entry !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(entry))) {
      return fail('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
    return { effect, actions, resources };
  });
}

function texts(value: unknown): string[] | null {
  const list = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((entry) => typeof entry === 'string') ? list : null;
}
