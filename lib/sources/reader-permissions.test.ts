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
