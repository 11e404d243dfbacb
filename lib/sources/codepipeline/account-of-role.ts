/** The account in a role's ARN; null when it names none. */
export function accountOfRole(arn: string | undefined): string | null {
  return /^arn:[^:]*:iam::(\d{12}):role\//.exec(arn ?? '')?.[1] ?? null;
}
