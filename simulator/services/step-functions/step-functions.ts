import * as sdk from '@aws-sdk/client-sfn';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { checkArn } from './check-arn.ts';
import { describeExecution } from './describe-execution.ts';
import { describeStateMachine } from './describe-state-machine.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import { stopExecution } from './stop-execution.ts';

const execution = (request: { executionArn: string | undefined }) => checkArn(request.executionArn ?? '', 'executionArn', 'execution').text;
const stateMachine = (request: { stateMachineArn: string | undefined }) =>
  checkArn(request.stateMachineArn ?? '', 'stateMachineArn', 'stateMachine').text;

export const stepFunctions: Service = {
  name: 'StepFunctions',
  signingName: 'states',
  actionPrefix: 'states',
  target: 'AWSStepFunctions',
  jsonVersion: '1.0',
  query: null,
  operations: byName([
    defineOperation(sdk.DescribeExecution$, describeExecution, execution),
    defineOperation(sdk.GetExecutionHistory$, getExecutionHistory, execution),
    defineOperation(sdk.DescribeStateMachine$, describeStateMachine, stateMachine),
    defineOperation(sdk.StopExecution$, stopExecution, execution),
  ]),
  errorNames: errorNamesOf(sdk),
};
