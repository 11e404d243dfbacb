import type { GetExecutionHistoryInput, GetExecutionHistoryOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { readToken, writeToken } from '../page.ts';
import { bakeHistory } from './bake-history.ts';
import { findBake, findMachine } from './find-bake.ts';
import { checkLength, constraint } from './step-functions-errors.ts';

const PAGE = 100;
const MAX_PAGE = 1000;
const DATA = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'parameters']);

/** What happened in a bake, oldest first unless told. A token is an event's id, so that pages hold while events are added. */
export function getExecutionHistory(request: GetExecutionHistoryInput, context: CallContext): GetExecutionHistoryOutput {
  const size = pageSize(request.maxResults);
  checkLength(request.nextToken, 'nextToken', 1, 1024);
  const bake = findBake(request.executionArn, 'GetExecutionHistory', context);
  const machine = findMachine(bake.stateMachineArn, 'GetExecutionHistory', context);
  const events = bakeHistory(bake, machine, context.now);
  if (request.reverseOrder) events.reverse();
  const after =
    request.nextToken === undefined ? -1 : events.findIndex((event) => event.id === readToken(request.nextToken ?? '', invalidToken));
  if (request.nextToken !== undefined && after < 0) throw invalidToken();
  const chosen = events.slice(after + 1, after + 1 + size);
  const more = after + 1 + size < events.length;
  return {
    events: request.includeExecutionData === false ? chosen.map(withoutData) : chosen,
    nextToken: more ? writeToken(chosen.at(-1)?.id ?? 0) : undefined,
  };
}

function pageSize(asked: number | undefined): number {
  const size = asked ?? 0;
  if (!Number.isInteger(size)) throw constraint(size, 'maxResults', 'Member must be an integer');
  if (size < 0) throw constraint(size, 'maxResults', 'Member must have value greater than or equal to 0');
  if (size > MAX_PAGE) throw constraint(size, 'maxResults', `Member must have value less than or equal to ${MAX_PAGE}`);
  return size === 0 ? PAGE : size;
}

function invalidToken(): AwsError {
  return new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}

function withoutData(event: HistoryEvent): HistoryEvent {
  const bare = (details: object) => Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)));
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [name, name.endsWith('EventDetails') ? bare(value as object) : value]),
  ) as unknown as HistoryEvent;
}
