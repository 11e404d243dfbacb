import type { GetCostForecastRequest, GetCostForecastResponse } from '@aws-sdk/client-cost-explorer';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { DAY_MS, knownUntil } from '../../world/costs/billing-calendar.ts';
import { monthsOf, readPeriod, splitPeriod, toInterval } from './check-period.ts';
import { constraint, invalid, oneOf } from './cost-explorer-errors.ts';
import { enter } from './enter.ts';
import { emptySums, groupLines, sumDays } from './line-groups.ts';
import { readFilter } from './read-filter.ts';
import { readForecastMetric } from './read-metrics.ts';

/** Whole weeks that a forecast is drawn from: each day of the week from its like. */
const WEEKS = 4;
const MOST_DAYS = 93;
const MOST_MONTHS = 18;

/**
 * What the coming days will cost: the mean of the same days of the last four weeks, and a band by how much those differed.
 * Of usage alone; taxes, support and what is given back are not foretold.
 * @throws AwsError
 */
export function getCostForecast(request: GetCostForecastRequest, context: CallContext): GetCostForecastResponse {
  const payers = enter(context);
  const { world, now } = context;
  const granularity = oneOf(request.Granularity, 'granularity', ['DAILY', 'MONTHLY']);
  const metric = readForecastMetric(request.Metric);
  const { PredictionIntervalLevel: percent = 80 } = request;
  if (!Number.isInteger(percent) || percent < 51 || percent > 99) {
    throw constraint(String(percent), 'predictionIntervalLevel', 'Member must have value from 51 to 99');
  }
  const period = readPeriod(request.TimePeriod);
  if (period.start < Math.floor(now / DAY_MS)) throw invalid('Start date should not be in the past for a forecast');
  if (granularity === 'DAILY' && period.end - period.start > MOST_DAYS) throw invalid('A forecast by day covers 3 months at most');
  if (monthsOf(period) > MOST_MONTHS) throw invalid(`A forecast covers ${MOST_MONTHS} months at most`);

  const filter = readFilter(request.Filter, world.costs);
  const groups = groupLines(payers, (payer, kind) => kind.monthly === null && filter(payer, kind), []);
  if (groups.keys.length === 0) {
    throw new AwsError('DataUnavailableException', 'Insufficient amount of historical data to generate forecast');
  }
  const lastKnown = Math.floor(knownUntil(now) / DAY_MS);
  const byWeekday = Array.from({ length: 7 }, (): number[] => []);
  const sums = emptySums(groups, [metric]);
  for (let day = lastKnown - WEEKS * 7; day < lastKnown; day++) {
    sumDays(world.costs, groups, [metric], { start: day, end: day + 1 }, now, sums);
    byWeekday[day % 7]?.push(sums.sums.about(0));
  }
  const likes = byWeekday.map((usd) => {
    const mean = usd.reduce((sum, value) => sum + value, 0) / WEEKS;
    return { mean, variance: usd.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (WEEKS - 1) };
  });
  let total = 0;
  const results = splitPeriod(period, granularity).map((part) => {
    let mean = 0;
    let variance = 0;
    for (let day = part.start; day < part.end; day++) {
      mean += likes[day % 7]?.mean ?? 0;
      variance += likes[day % 7]?.variance ?? 0;
    }
    total += mean;
    const band = deviations(percent) * Math.sqrt(variance);
    return {
      TimePeriod: toInterval(part),
      MeanValue: String(mean),
      PredictionIntervalLowerBound: String(Math.max(0, mean - band)),
      PredictionIntervalUpperBound: String(mean + band),
    };
  });
  return { Total: { Amount: String(total), Unit: 'USD' }, ForecastResultsByTime: results };
}

/** Standard deviations on either side that hold so many percent of a normal distribution, within 2 %. */
function deviations(percent: number): number {
  const tail = Math.sqrt(-2 * Math.log((1 - percent / 100) / 2));
  return tail - (2.30753 + 0.27061 * tail) / (1 + 0.99229 * tail + 0.04481 * tail * tail);
}
