import { expect, it } from 'vitest';
import { shortService } from './service-name.ts';

it.each([
  ['Amazon DynamoDB', 'DynamoDB'],
  ['AWS Lambda', 'Lambda'],
  ['AmazonCloudWatch', 'CloudWatch'],
  ['Amazon Elastic Compute Cloud - Compute', 'EC2 instances'],
  ['Tax', 'Tax'],
])('%s is called %s', (service, name) => {
  expect(shortService(service)).toBe(name);
});
