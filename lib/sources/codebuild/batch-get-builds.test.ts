import { expect, it } from 'vitest';
import { stubbedAws } from '#lib/aws/testing/stubbed-aws.ts';
import { batchGetBuilds } from './batch-get-builds.ts';

it('tells in which phase a build failed and why', async () => {
  const { aws, reader } = await stubbedAws(() => ({
    body: {
      builds: [
        {
          id: 'router-build:1',
          buildStatus: 'FAILED',
          phases: [
            { phaseType: 'INSTALL', phaseStatus: 'SUCCEEDED', contexts: [{}] },
            {
              phaseType: 'BUILD',
              phaseStatus: 'FAILED',
              contexts: [
                { statusCode: 'COMMAND_EXECUTION_ERROR', message: 'Error while executing command: npm test. Reason: exit status 1' },
              ],
            },
            { phaseType: 'COMPLETED' },
          ],
          logs: { deepLink: 'https://console.aws.amazon.com/logs' },
        },
        { id: 'router-build:2', buildStatus: 'SUCCEEDED' },
        {},
      ],
      buildsNotFound: ['router-build:3'],
    },
  }));
  expect(await batchGetBuilds(aws, reader, ['router-build:1', 'router-build:2', 'router-build:3'])).toEqual([
    {
      id: 'router-build:1',
      status: 'FAILED',
      failure: 'BUILD: Error while executing command: npm test. Reason: exit status 1',
      logsUrl: 'https://console.aws.amazon.com/logs',
    },
    { id: 'router-build:2', status: 'SUCCEEDED', failure: null, logsUrl: null },
  ]);
});

it('refuses more builds than AWS takes', async () => {
  const { aws, reader, requests } = await stubbedAws(() => ({ body: {} }));
  await expect(batchGetBuilds(aws, reader, Array<string>(101).fill('b'))).rejects.toThrow(RangeError);
  expect(requests).toHaveLength(0);
});
