import { EC2 } from './cell-charges.ts';
import { kind } from './charge-kind.ts';

/** AWS Support is a share of the whole organization's charges, billed to the payer a week after the month. */
export const SUPPORT = kind('AWS Support (Business)', 'Dollar', 0, {
  recordType: 'Support',
  operation: '',
  tagged: false,
  monthly: { day: 1, share: 0.04, settlesOn: 6 },
});

/** The hourly fee of the Savings Plan that covers the cells; its payer's size is what it covers, USD a day at the usual price. */
export const SAVINGS_PLAN_FEE = kind('Savings Plans for AWS Compute usage', 'ComputeSP:1yrNoUpfront', 1, {
  recordType: 'SavingsPlanRecurringFee',
  operation: '',
  tagged: false,
  each: 1,
});

/** What each account of the organization's own is charged, by name; sizes are the number of cells. */
export const SHARED_CHARGES = {
  management: [
    kind('AWS Cost Explorer', 'APIRequest', 0.01, { operation: 'GetCostAndUsage', each: 6, tagged: false }),
    kind('AWS CloudTrail', 'PaidEventsRecorded', 0.00002, { operation: 'None', perSize: 900, tagged: false }),
  ],
  monitoring: [
    kind('AmazonCloudWatch', 'CW:GMD-Metrics', 0.00001, { operation: 'GetMetricData', perSize: 5760, tagged: false }),
    kind('AmazonCloudWatch', 'CW:AlarmMonitorUsage', 0.1, { operation: 'Unknown', perSize: 0.2, tagged: false }),
    kind('Amazon Simple Storage Service', 'TimedStorage-ByteHrs', 0.023, {
      operation: 'StandardStorage',
      each: 2,
      perSize: 0.5,
      grows: true,
    }),
  ],
  tooling: [
    kind('AWS CodePipeline', 'activePipeline', 1, { operation: 'None', each: 0.17, tagged: false }),
    kind('CodeBuild', 'Build-Min:Linux:g1.medium', 0.01, { operation: 'CreateBuild', each: 320, tagged: false }),
    kind('Amazon EC2 Container Registry (ECR)', 'TimedStorage-ByteHrs', 0.1, {
      operation: 'TimedStorage',
      each: 8,
      tagged: false,
      grows: true,
    }),
  ],
  routing: [
    kind(EC2, 'BoxUsage:c7g.xlarge', 0.145, {
      operation: 'RunInstances',
      instanceType: 'c7g.xlarge',
      component: 'router',
      each: 72,
      tagged: false,
    }),
    kind('Amazon Route 53', 'DNS-Queries', 0.0000004, { operation: 'A', perSize: 900_000, tagged: false }),
    kind('Amazon Route 53', 'HostedZone', 0.5, { operation: 'HostedZone', each: 0.07, tagged: false }),
  ],
  'log archive': [
    kind('Amazon Simple Storage Service', 'TimedStorage-GIR-ByteHrs', 0.004, {
      operation: 'GlacierInstantRetrievalStorage',
      perSize: 90,
      tagged: false,
      grows: true,
    }),
    kind('Amazon Simple Storage Service', 'Requests-GIR-Tier1', 0.00002, { operation: 'PutObject', perSize: 600, tagged: false }),
  ],
  network: [
    kind('Amazon Virtual Private Cloud', 'TransitGateway-Hours', 0.05, { operation: 'TransitGatewayVPC', perSize: 24, tagged: false }),
    kind('EC2 - Other', 'DataTransfer-Regional-Bytes', 0.01, { operation: 'InterZone-In', perSize: 40, tagged: false }),
  ],
  'retired sandbox': [kind('EC2 - Other', 'EBS:VolumeUsage.gp3', 0.08, { operation: 'CreateVolume-Gp3', each: 40, tagged: false })],
} as const;

/** A cell's part of the routing layer, told apart by its tag alone: all of it is in one account. */
export const ROUTING_SHARE_CHARGES = [
  kind('Amazon Elastic Load Balancing', 'LCUUsage', 0.008, { operation: 'LoadBalancing:Network', component: 'router', perMillion: 0.3 }),
  kind('EC2 - Other', 'DataTransfer-Out-Bytes', 0.09, { operation: 'RunInstances', component: 'router', perMillion: 0.02 }),
];
