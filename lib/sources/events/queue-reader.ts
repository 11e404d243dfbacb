import type { Reader } from '#lib/aws/aws.ts';

/** Who reads a queue of that address: the default credentials, in the Region that the address names, else at home. */
export function queueReader(queueUrl: string, home: string): Reader {
  const region = /^(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com/.exec(new URL(queueUrl).hostname);
  return { accountId: null, region: region?.[1] ?? region?.[2] ?? home, role: null };
}
