import type { AnomalyMonitor } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import { DAY_MS, dateText } from '../../world/costs/billing-calendar.ts';
import { identifier } from '../../world/identifier.ts';

const CREATED = '2024-03-01T00:00:00Z';

/** The one monitor there is, AWS's own of services, in the management account; none elsewhere. */
export function monitorsOf({ world, accountId, now }: CallContext): AnomalyMonitor[] {
  if (accountId !== world.organization.managementAccountId) return [];
  return [
    {
      MonitorArn: `arn:aws:ce::${accountId}:anomalymonitor/${identifier('anomaly monitor')}`,
      MonitorName: 'Default-Services-Monitor',
      CreationDate: CREATED,
      LastUpdatedDate: CREATED,
      LastEvaluatedDate: `${dateText(Math.floor(now / DAY_MS))}T00:00:00Z`,
      MonitorType: 'DIMENSIONAL',
      MonitorDimension: 'SERVICE',
      DimensionalValueCount: new Set(world.costs.payers.flatMap(({ kinds }) => kinds.map(({ service }) => service))).size,
    },
  ];
}
