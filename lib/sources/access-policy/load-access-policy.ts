import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { type AccessPolicy, DEFAULT_POLICY } from '#lib/domain/access/access.ts';
import { parseAccessPolicy } from '#lib/domain/access/parse-access-policy.ts';
import { faultText } from '#lib/domain/document/fault.ts';
import { EnvError, type PolicyLocation } from '#lib/env.ts';
import { readDocument } from '#lib/sources/documents/read-document.ts';

/**
 * The access policy that the environment names, or the default one.
 * @throws EnvError that lists every fault: with a policy in doubt nobody should be let in.
 */
export async function loadAccessPolicy(aws: Aws, location: PolicyLocation | undefined): Promise<AccessPolicy> {
  if (!location) return DEFAULT_POLICY;
  const parsed = parseAccessPolicy(await textOf(aws, location));
  if (parsed.ok) return parsed.policy;
  throw new EnvError(parsed.faults.map((fault) => `ACCESS_POLICY: ${faultText(fault)}`));
}

async function textOf(aws: Aws, location: PolicyLocation): Promise<string> {
  if (location.kind === 'text') return location.text;
  try {
    const found = await readDocument(aws, location, { noun: 'access policy', variable: 'ACCESS_POLICY' }, null);
    return found?.text ?? '';
  } catch (error) {
    if (error instanceof AwsFailure) throw new EnvError([`ACCESS_POLICY can't be read: ${error.message}`]);
    throw error;
  }
}
