import { onTestFinished } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { Aws } from '../aws.ts';
import { type StubAnswer, type StubRequest, startAwsStub } from './aws-stub.ts';

/** For tests: our door to AWS in front of a stub that answers with wire payloads; ends with the test. */
export async function stubbedAws(answer: (request: StubRequest) => StubAnswer) {
  const stub = await startAwsStub(answer);
  const credentials = { accessKeyId: 'AKIABASE', secretAccessKey: 'base' };
  const aws = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: stub.url, credentials });
  onTestFinished(async () => {
    aws.stop();
    await stub.close();
  });
  return { aws, requests: stub.requests, reader: { accountId: null, region: 'us-east-1', role: null } };
}
