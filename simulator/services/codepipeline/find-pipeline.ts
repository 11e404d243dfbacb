import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { type Execution, type Pipeline, PipelineError } from '../../world/pipelines/pipeline-types.ts';

/** A pipeline of the caller's account and Region. @throws AwsError PipelineNotFoundException */
export function findPipeline({ world, accountId, region }: CallContext, name = ''): Pipeline {
  const pipeline = world.pipelines.find(accountId, region, name);
  if (!pipeline) throw new AwsError('PipelineNotFoundException', `Account '${accountId}' does not have a pipeline with name '${name}'`);
  return pipeline;
}

/** @throws AwsError PipelineExecutionNotFoundException */
export function findExecution({ component, executions }: Pipeline, id: string | undefined): Execution {
  const execution = executions.find((entry) => entry.id === id);
  if (!execution) {
    throw new AwsError(
      'PipelineExecutionNotFoundException',
      `The execution could not be found for pipeline '${component.name}' with execution ID '${id}'.`,
    );
  }
  return execution;
}

/** Carries out what a pipeline may refuse. @throws AwsError */
export function carryOut<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof PipelineError) throw new AwsError(error.code, error.message);
    throw error;
  }
}

/** @throws by `page` */
export function invalidNextToken(): AwsError {
  return new AwsError('InvalidNextTokenException', 'The next token was specified in an invalid format.');
}
