import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const IAM_PREFIX: Readonly<Record<string, string>> = {
  CloudWatch: 'cloudwatch',
  CodePipeline: 'codepipeline',
  StepFunctions: 'states',
  CloudFormation: 'cloudformation',
  ECR: 'ecr',
  CodeBuild: 'codebuild',
};

it('has a permission in the reader role of deploy/ for every call of a source', () => {
  const sources = globSync('lib/sources/**/*.ts', { exclude: ['**/*.test.ts'] }).map((path) => readFileSync(path, 'utf8'));
  const calls = sources.flatMap((text) => [...text.matchAll(/service: '(\w+)',\s*operation: '(\w+)'/g)]);
  const wanted = new Set(
    calls.flatMap(([, service = '', operation]) => (IAM_PREFIX[service] ? [`${IAM_PREFIX[service]}:${operation}`] : [])),
  );
  expect(wanted.size).toBeGreaterThanOrEqual(12);
  const template = readFileSync('deploy/cellwatch-reader.yaml', 'utf8');
  const granted = new Set([...template.matchAll(/^ +- ([a-z]+:\w+)$/gm)].map(([, action]) => action));
  expect([...wanted].filter((action) => !granted.has(action))).toEqual([]);
});

it('has a permission in the costs role of deploy/ for every call about costs', () => {
  const prefixes: Readonly<Record<string, string>> = { CostExplorer: 'ce', Organizations: 'organizations' };
  const sources = globSync('lib/sources/**/*.ts', { exclude: ['**/*.test.ts'] }).map((path) => readFileSync(path, 'utf8'));
  const calls = sources.flatMap((text) => [...text.matchAll(/service: '(\w+)',\s*operation: '(\w+)'/g)]);
  const wanted = new Set(calls.flatMap(([, service = '', operation]) => (prefixes[service] ? [`${prefixes[service]}:${operation}`] : [])));
  expect([...wanted].sort()).toEqual(['ce:GetAnomalies', 'ce:GetCostAndUsage', 'organizations:ListAccounts']);
  const template = readFileSync('deploy/cellwatch-costs.yaml', 'utf8');
  const granted = [...template.matchAll(/^ +- ([a-z]+:[\w*]+)$/gm)].map(([, action = '']) => action);
  const allows = (action: string) => granted.some((one) => action === one || (one.endsWith('*') && action.startsWith(one.slice(0, -1))));
  expect([...wanted].filter((action) => !allows(action))).toEqual([]);
});

it('lets the server of deploy/ read and delete messages of the queue of events, and no more', () => {
  const { Statement } = JSON.parse(readFileSync('deploy/cellwatch-server-policy.json', 'utf8'));
  const statement = Statement.find((one: { Sid: string }) => one.Sid === 'ReadTheQueueOfEvents');
  expect(statement).toMatchObject({ Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'] });
});
