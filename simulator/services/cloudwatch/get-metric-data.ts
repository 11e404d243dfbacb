import type { GetMetricDataInput, GetMetricDataOutput, MessageData, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../../wire/service.ts';
import type { MetricPoints } from '../../world/types.ts';
import { readToken, writeToken } from '../page.ts';
import { checkSize, checkWord, invalidNextToken, validationError } from './cloudwatch-errors.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { linkedAccounts } from './linked-accounts.ts';
import { isStatistic, metricKey } from './metric-key.ts';
import { writeLabel } from './write-label.ts';

const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;
const ID = /^[a-z][a-zA-Z0-9_]{0,254}$/;

interface Result {
  query: MetricDataQuery;
  points: MetricPoints;
  label: string;
  forbidden: boolean;
  failed: boolean;
}

/** Values of up to 500 metrics, of linked accounts too when a monitoring account asks. */
export function getMetricData(request: GetMetricDataInput, context: CallContext): GetMetricDataOutput {
  const queries = request.MetricDataQueries ?? [];
  const { from, to } = checkRequest(request, queries);
  const linked = linkedAccounts(context.world, context.region);
  const results = new Map<string, Result>();
  const messages: MessageData[] = [];
  queries.forEach((query, i) => {
    const result = readMetric(query, i, from, to, context, linked, messages);
    if (result) results.set(query.Id ?? '', result);
  });
  for (const [i, query] of queries.entries()) {
    if (query.Expression === undefined) continue;
    const points = evaluateExpression(query.Expression, `MetricDataQueries.member.${i + 1}.Expression`, (id) => results.get(id)?.points);
    results.set(query.Id ?? '', { query, points, label: query.Label ?? query.Id ?? '', forbidden: false, failed: false });
  }
  const wanted = queries.flatMap((query) => (query.ReturnData === false ? [] : (results.get(query.Id ?? '') ?? [])));
  const ascending = request.ScanBy === 'TimestampAscending';
  const { page, next } = cut(wanted, request.NextToken, request.MaxDatapoints ?? MAX_POINTS, ascending);
  return { MetricDataResults: page, NextToken: next, Messages: messages };
}

function checkRequest(request: GetMetricDataInput, queries: readonly MetricDataQuery[]): { from: number; to: number } {
  checkSize(queries, 'MetricDataQueries', MAX_QUERIES);
  if (queries.length === 0) throw validationError('The parameter MetricDataQueries is required and must not be empty.');
  checkWord(request.ScanBy, 'scanBy', ['TimestampDescending', 'TimestampAscending']);
  const most = request.MaxDatapoints;
  if (most !== undefined && !(Number.isInteger(most) && most >= 1 && most <= MAX_POINTS)) {
    throw validationError(`The parameter MaxDatapoints must be from 1 to ${MAX_POINTS}, and is ${most}.`);
  }
  const from = request.StartTime?.getTime() ?? Number.NaN;
  const to = request.EndTime?.getTime() ?? Number.NaN;
  if (!(from < to)) throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  const seen = new Set<string>();
  queries.forEach((query, i) => {
    const name = `MetricDataQueries.member.${i + 1}`;
    const id = query.Id ?? '';
    if (!ID.test(id))
      throw validationError(
        `The value '${id.slice(0, 80)}' for parameter ${name}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      );
    if (seen.has(id)) throw validationError('The values for parameter Id in MetricDataQueries are not unique.');
    seen.add(id);
    if ((query.MetricStat === undefined) === (query.Expression === undefined)) {
      throw validationError(
        `The parameters ${name}.MetricStat and ${name}.Expression are mutually exclusive, and one of them is required.`,
      );
    }
  });
  if (queries.every((query) => query.ReturnData === false)) throw validationError('At least one query must return data.');
  return { from, to };
}

function readMetric(
  query: MetricDataQuery,
  index: number,
  from: number,
  to: number,
  context: CallContext,
  linked: ReadonlyMap<string, string>,
  messages: MessageData[],
): Result | null {
  const stat = query.MetricStat;
  if (!stat) return null;
  const name = `MetricDataQueries.member.${index + 1}.MetricStat`;
  const key = metricKey(stat.Metric?.Namespace, stat.Metric?.MetricName, stat.Metric?.Dimensions);
  const period = checkPeriod(stat.Period, `${name}.Period`);
  const statistic = stat.Stat ?? '';
  if (!isStatistic(statistic))
    throw validationError(`The value '${statistic.slice(0, 80)}' for parameter ${name}.Stat is not a valid statistic.`);
  const accountId = query.AccountId ?? context.accountId;
  const own = accountId === context.accountId;
  if (!/^\d{12}$/.test(accountId))
    throw validationError(
      `The value '${accountId.slice(0, 80)}' for parameter MetricDataQueries.member.${index + 1}.AccountId is not an account id.`,
    );
  const monitors = context.accountId === context.world.organization.monitoringAccountId;
  const fault = own ? null : context.faultOf(accountId);
  const forbidden = fault === 'deny' || (!own && !(monitors && linked.has(accountId)));
  const failed = fault === 'error';
  const empty: MetricPoints = { timestamps: [], values: [] };
  if (forbidden)
    messages.push({
      Code: 'Forbidden',
      Value: `Query ${query.Id}: the account ${accountId} does not share its metrics with account ${context.accountId} in ${context.region}.`,
    });
  if (failed) messages.push({ Code: 'InternalError', Value: `Query ${query.Id}: the metrics of account ${accountId} could not be read.` });
  const points =
    forbidden || failed || period < 60
      ? empty
      : (context.world.metrics.points(
          accountId,
          context.region,
          key,
          statistic,
          period,
          align(from, period, context.now),
          alignEnd(to, period),
        ) ?? empty);
  return {
    query,
    points,
    label: writeLabel(query, key, { accountId, accountLabel: linked.get(accountId), region: context.region, points }),
    forbidden,
    failed,
  };
}

function checkPeriod(period: number | undefined, name: string): number {
  if (
    period === undefined ||
    !Number.isInteger(period) ||
    period < 1 ||
    period > 86_400 * 365 ||
    !([1, 5, 10, 20, 30].includes(period) || period % 60 === 0)
  ) {
    throw validationError(`The value '${period ?? ''}' for parameter ${name} is invalid: it must be 1, 5, 10, 20, 30 or a multiple of 60.`);
  }
  return period;
}

const DAY = 86_400_000;

/** CloudWatch rounds the start down, further the older it is; then to the period. */
function align(at: number, period: number, now: number): number {
  const step = now - at < 15 * DAY ? 60_000 : now - at < 63 * DAY ? 300_000 : 3_600_000;
  return Math.floor((Math.floor(at / step) * step) / (period * 1000)) * period * 1000;
}

function alignEnd(at: number, period: number): number {
  return Math.ceil(at / (period * 1000)) * period * 1000;
}

/** One page of at most `most` points; a result that goes on has PartialData. */
function cut(
  results: readonly Result[],
  token: string | undefined,
  most: number,
  ascending: boolean,
): { page: MetricDataResult[]; next: string | undefined } {
  const start = token === undefined ? 0 : readToken(token, invalidNextToken);
  const end = start + most;
  const page: MetricDataResult[] = [];
  let at = 0;
  for (const { query, points, label, forbidden, failed } of results) {
    const { length } = points.values;
    const first = Math.max(0, start - at);
    const last = Math.min(length, end - at);
    // A result without points belongs to the page on which its turn comes.
    const here = length === 0 ? at >= start && (at < end || start === at) && (at > start || token === undefined || at === 0) : last > first;
    if (here) {
      const times: Date[] = [];
      const values: number[] = [];
      for (let i = first; i < last; i++) {
        const source = ascending ? i : length - 1 - i;
        times.push(new Date(points.timestamps[source] ?? 0));
        values.push(points.values[source] ?? 0);
      }
      const status = forbidden ? 'Forbidden' : failed ? 'InternalError' : last < length ? 'PartialData' : 'Complete';
      page.push({ Id: query.Id, Label: label, Timestamps: times, Values: values, StatusCode: status });
    }
    at += length;
  }
  return { page, next: end < at ? writeToken(end) : undefined };
}
