import { kind } from './charge-kind.ts';

export const EC2 = 'Amazon Elastic Compute Cloud - Compute';
const EC2_OTHER = 'EC2 - Other';
const S3 = 'Amazon Simple Storage Service';
const DYNAMODB = 'Amazon DynamoDB';
const CLOUDWATCH = 'AmazonCloudWatch';
const RDS = 'Amazon Relational Database Service';
const ELASTICACHE = 'Amazon ElastiCache';
const LOAD_BALANCING = 'Amazon Elastic Load Balancing';
const KMS = 'AWS Key Management Service';
const LAMBDA = 'AWS Lambda';
const VPC = 'Amazon Virtual Private Cloud';

const covered = {
  operation: 'RunInstances',
  instanceType: 'm6i.xlarge',
  component: 'topics',
  perSize: 14,
} as const;

/** Instance hours under the organization's Savings Plan. */
export const COVERED = kind(EC2, 'BoxUsage:m6i.xlarge', 0.192, { ...covered, recordType: 'SavingsPlanCoveredUsage' });

/** Logs: what a chatty release makes expensive. */
export const LOGS = kind(CLOUDWATCH, 'DataProcessing-Bytes', 0.5, { operation: 'PutLogEvents', perMillion: 0.08, tagged: false });

/** What a cell is charged every day: instances, disks and networks by its size, the rest by its traffic. */
export const CELL_CHARGES = [
  kind(EC2, 'BoxUsage:m6i.large', 0.096, { operation: 'RunInstances', instanceType: 'm6i.large', component: 'router', perSize: 12 }),
  COVERED,
  kind(EC2, 'BoxUsage:m6i.xlarge', 0.192, { ...covered, recordType: 'SavingsPlanNegation' }),
  kind(EC2_OTHER, 'EBS:VolumeUsage.gp3', 0.08, { operation: 'CreateVolume-Gp3', component: 'topics', perSize: 3.3, grows: true }),
  kind(EC2_OTHER, 'NatGateway-Hours', 0.045, { operation: 'NatGateway', each: 48 }),
  kind(EC2_OTHER, 'NatGateway-Bytes', 0.045, { operation: 'NatGateway', perMillion: 0.7, tagged: false }),
  kind(EC2_OTHER, 'DataTransfer-Out-Bytes', 0.09, { operation: 'RunInstances', perMillion: 0.8, tagged: false }),
  kind(S3, 'TimedStorage-ByteHrs', 0.023, { operation: 'StandardStorage', component: 'topics', perSize: 12, grows: true }),
  kind(S3, 'Requests-Tier1', 0.000005, { operation: 'PutObject', component: 'topics', perMillion: 800 }),
  kind(DYNAMODB, 'ReadRequestUnits', 0.000000125, { operation: 'PayPerRequestThroughput', component: 'auth', perMillion: 240_000 }),
  kind(DYNAMODB, 'WriteRequestUnits', 0.000000625, { operation: 'PayPerRequestThroughput', component: 'auth', perMillion: 48_000 }),
  kind(DYNAMODB, 'TimedStorage-ByteHrs', 0.25, { operation: 'StandardStorage', component: 'auth', perSize: 1.2, grows: true }),
  kind(CLOUDWATCH, 'CW:MetricMonitorUsage', 0.3, { operation: 'MetricStorage', each: 4, tagged: false }),
  LOGS,
  kind(RDS, 'InstanceUsage:db.r6g.large', 0.26, {
    operation: 'CreateDBInstance:0021',
    instanceType: 'db.r6g.large',
    component: 'topics',
    perSize: 4,
  }),
  kind(RDS, 'Aurora:StorageIOUsage', 0.0000002, { operation: 'CreateDBInstance:0021', component: 'topics', perMillion: 120_000 }),
  kind(ELASTICACHE, 'NodeUsage:cache.r6g.large', 0.206, {
    operation: 'CreateCacheCluster:0002',
    instanceType: 'cache.r6g.large',
    component: 'cache-engine',
    perSize: 6,
  }),
  kind(LOAD_BALANCING, 'LoadBalancerUsage', 0.0225, { operation: 'LoadBalancing:Application', component: 'router', each: 24 }),
  kind(LOAD_BALANCING, 'LCUUsage', 0.008, { operation: 'LoadBalancing:Application', component: 'router', perMillion: 2.4 }),
  kind(KMS, 'KMS-Keys', 1, { operation: 'CreateKey', component: 'auth', each: 0.33 }),
  kind(KMS, 'KMS-Requests', 0.000003, { operation: 'Decrypt', perMillion: 6000, tagged: false }),
  kind(LAMBDA, 'Lambda-GB-Second', 0.0000166667, { operation: 'Invoke', component: 'auth', perMillion: 1800 }),
  kind(LAMBDA, 'Request', 0.0000002, { operation: 'Invoke', component: 'auth', perMillion: 18_000 }),
  kind(VPC, 'VpcEndpoint-Hours', 0.01, { operation: 'VpcEndpoint', each: 72, tagged: false }),
  kind(VPC, 'PublicIPv4:InUseAddress', 0.005, { operation: 'AssociateAddress', each: 72 }),
];

/** On every account's bill on the first of the month. */
export const TAX = kind('Tax', 'Tax', 0, {
  recordType: 'Tax',
  operation: '',
  tagged: false,
  monthly: { day: 1, share: 0.075, settlesOn: null },
});

/** What AWS gives some accounts, known a week after the month. */
export const CREDIT = kind(EC2, 'BoxUsage:m6i.large', 0, {
  recordType: 'Credit',
  operation: 'RunInstances',
  instanceType: 'm6i.large',
  tagged: false,
  monthly: { day: 1, share: -0.05, settlesOn: 7 },
});

/** What AWS pays back for an outage of its own. */
export const REFUND = kind(DYNAMODB, 'WriteRequestUnits', 0, {
  recordType: 'Refund',
  operation: 'PayPerRequestThroughput',
  tagged: false,
  monthly: { day: 12, share: -0.02, settlesOn: null },
});
