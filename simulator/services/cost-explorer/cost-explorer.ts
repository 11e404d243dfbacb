import * as sdk from '@aws-sdk/client-cost-explorer';
import { byName, defineOperation, type Service } from '../../wire/service.ts';
import { operationArn } from './enter.ts';
import { getAnomalies } from './get-anomalies.ts';
import { getAnomalyMonitors } from './get-anomaly-monitors.ts';
import { getCostAndUsage } from './get-cost-and-usage.ts';
import { getCostAndUsageWithResources } from './get-cost-and-usage-with-resources.ts';
import { getCostForecast } from './get-cost-forecast.ts';
import { getDimensionValues } from './get-dimension-values.ts';
import { getTags } from './get-tags.ts';

export const costExplorer: Service = {
  name: 'CostExplorer',
  signingName: 'ce',
  actionPrefix: 'ce',
  target: 'AWSInsightsIndexService',
  jsonVersion: '1.1',
  query: null,
  operations: byName([
    defineOperation(sdk.GetAnomalies$, getAnomalies, operationArn('GetAnomalies')),
    defineOperation(sdk.GetAnomalyMonitors$, getAnomalyMonitors, operationArn('GetAnomalyMonitors')),
    defineOperation(sdk.GetCostAndUsage$, getCostAndUsage, operationArn('GetCostAndUsage')),
    defineOperation(sdk.GetCostAndUsageWithResources$, getCostAndUsageWithResources, operationArn('GetCostAndUsageWithResources')),
    defineOperation(sdk.GetCostForecast$, getCostForecast, operationArn('GetCostForecast')),
    defineOperation(sdk.GetDimensionValues$, getDimensionValues, operationArn('GetDimensionValues')),
    defineOperation(sdk.GetTags$, getTags, operationArn('GetTags')),
  ]),
  errorNames: new Map([['Throttling', 'LimitExceededException']]),
};
