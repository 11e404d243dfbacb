import { z } from 'zod';
import { CLOUDS, ENVIRONMENTS, SERVICE_STATES, SIGNALS, WHEN_MISSING } from './registry.ts';

/** The registry document as people write it. What one member says of another is checked in check-references.ts. */

/** Of the longest list, which is the cells. */
export const MOST_ENTRIES = 10_000;

const name = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\S(.*\S)?$/u, 'must not begin or end with a space');
const account = z.string().regex(/^\d{12}$/, 'is not an AWS account id: 12 digits, in quotes');
const roleName = z.string().regex(/^[\w+=,.@/-]{1,128}$/, 'is not the name of an IAM role');
const statistic = z
  .string()
  .regex(
    /^(Sum|Average|Minimum|Maximum|SampleCount|p(\d{1,2}(\.\d{1,10})?|100))$/,
    'is not a statistic: Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99',
  );

const signal = z.strictObject({
  namespace: z.string().min(1).max(255),
  metric: z.string().min(1).max(255),
  statistic,
  unit: z.string().min(1).max(64).nullish(),
  dimensions: z.record(z.string().min(1).max(255), z.string().min(1).max(1024)).default({}),
  whenMissing: z.enum(WHEN_MISSING).optional(),
});

const signals = z.strictObject(
  Object.fromEntries(SIGNALS.map((key) => [key, signal.optional()])) as Record<(typeof SIGNALS)[number], z.ZodOptional<typeof signal>>,
);

const objectives = z.strictObject({
  availability: z.number().optional(),
  latencyMs: z.number().optional(),
  saturationPercent: z.number().optional(),
  noDataAfterMinutes: z.number().optional(),
});

export const cellSchema = z.strictObject({
  name,
  accountId: account.nullish(),
  region: z.string().min(1),
  cloud: z.enum(CLOUDS).default('aws'),
  project: z.string().min(1).nullish(),
  environment: z.enum(ENVIRONMENTS),
  wave: z.string().nullish(),
  state: z.enum(SERVICE_STATES).default('in-service'),
  dns: z.array(z.string().min(1)).default([]),
  runbook: z.url({ protocol: /^https?$/ }).nullish(),
  objectives: objectives.optional(),
  costTag: z.string().nullish(),
  accountIdsBefore: z.array(account).default([]),
});

export const waveSchema = z.strictObject({ name, bakeMinutes: z.number().min(0).max(10_080).default(0) });

export const sharedSchema = z.strictObject({
  name,
  accountId: account,
  region: z.string().min(1),
  objectives: objectives.optional(),
  signals,
});

export const componentSchema = z.strictObject({
  name,
  pipeline: z.strictObject({ name: z.string().min(1).max(100), accountId: account, region: z.string().min(1) }),
  stages: z.record(z.string().min(1), z.array(z.string())).default({}),
  version: z
    .strictObject({
      stack: z.string().min(1).max(255).optional(),
      parameter: z.string().min(1).max(255).optional(),
      tag: z.string().min(1).max(128).optional(),
    })
    .optional(),
});

export const registrySchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  organization: z.strictObject({
    name,
    managementAccountId: account.nullish(),
    monitoringAccountId: account.nullish(),
    accessPortal: z.url({ protocol: /^https$/ }).nullish(),
    portalRole: z.string().min(1).nullish(),
    componentTag: z.string().min(1).max(128).nullish(),
  }),
  roles: z
    .strictObject({
      reader: roleName.nullish(),
      controller: roleName.nullish(),
      costs: roleName.nullish(),
      externalId: z.string().min(2).max(1224).nullish(),
    })
    .optional(),
  metrics: z
    .strictObject({
      from: z.enum(['monitoring-account', 'cell-accounts']).default('cell-accounts'),
      periodSeconds: z.literal(60, 'is not 60: the health rules judge minutes').default(60),
      signals: signals.default({}),
    })
    .default({ from: 'cell-accounts', periodSeconds: 60, signals: {} }),
  objectives: objectives.optional(),
  alarms: z
    .strictObject({ critical: z.array(z.string().min(1)).default([]), ignore: z.array(z.string().min(1)).default([]) })
    .default({ critical: [], ignore: [] }),
  waves: z.array(waveSchema).min(1).max(1_000),
  cells: z.array(cellSchema).min(1).max(MOST_ENTRIES),
  shared: z.array(sharedSchema).max(1_000).default([]),
  components: z.array(componentSchema).max(1_000).default([]),
});

export type RegistryDocument = z.infer<typeof registrySchema>;
