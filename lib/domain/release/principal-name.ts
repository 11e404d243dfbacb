/**
 * Who an ARN stands for, as short as it can be told: the session of an assumed role (Cellwatch names it for the person), the
 * user of an IAM user, else the last part.
 */
export function principalName(arn: string | null): string | null {
  if (!arn) return null;
  const resource = arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') : arn;
  return resource.split('/').at(-1) || null;
}
