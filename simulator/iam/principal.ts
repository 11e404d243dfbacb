/** One statement of a policy; patterns may hold * and ?. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  actions: readonly string[];
  resources: readonly string[];
}

/** Who calls. */
export interface Principal {
  accountId: string;
  arn: string;
  /** As GetCallerIdentity gives it. */
  userId: string;
  /** What the identity may do. */
  statements: readonly Statement[];
  /** Narrows the identity further; null for none. */
  sessionPolicy: readonly Statement[] | null;
  /** Of an assumed role; null for a long-lived key. */
  session: {
    roleArn: string;
    sourceIdentity: string | null;
    transitiveTags: readonly { key: string; value: string }[];
    tags: readonly { key: string; value: string }[];
  } | null;
}
