import type { BillPayer } from '../../world/costs/bill-payer.ts';
import type { ChargeKind } from '../../world/costs/charge-kind.ts';
import { MANAGEMENT } from '../../world/create-organization.ts';
import { identifier } from '../../world/identifier.ts';

type Read = (payer: BillPayer, kind: ChargeKind) => string;

const REGION_PREFIXES: Readonly<Record<string, string>> = { 'us-west-2': 'USW2-', 'eu-west-1': 'EU-', 'ap-northeast-1': 'APN1-' };
const prefixed = new Map<string, Map<string, string>>();

/** Usage types of other Regions than us-east-1 begin with the Region; made once each. */
function usageType({ region }: BillPayer, { usageType: plain, recordType }: ChargeKind): string {
  const prefix = REGION_PREFIXES[region];
  if (prefix === undefined || recordType === 'Tax') return plain;
  let ofRegion = prefixed.get(region);
  if (!ofRegion) {
    ofRegion = new Map();
    prefixed.set(region, ofRegion);
  }
  let text = ofRegion.get(plain);
  if (text === undefined) {
    text = prefix + plain;
    ofRegion.set(plain, text);
  }
  return text;
}

/** Dimensions to group by, filter by and list. Where a line has no value, Cost Explorer says so in a word of its own. */
export const DIMENSIONS: Readonly<Record<string, Read>> = {
  INSTANCE_TYPE: (_payer, kind) => kind.instanceType ?? 'NoInstanceType',
  LEGAL_ENTITY_NAME: () => 'Amazon Web Services, Inc.',
  LINKED_ACCOUNT: (payer) => payer.accountId,
  OPERATION: (_payer, kind) => kind.operation || 'NoOperation',
  PAYER_ACCOUNT: () => MANAGEMENT,
  PURCHASE_TYPE: (_payer, kind) =>
    kind.recordType === 'SavingsPlanCoveredUsage' || kind.recordType === 'SavingsPlanNegation' ? 'Savings Plans' : 'On Demand Instances',
  RECORD_TYPE: (_payer, kind) => kind.recordType,
  REGION: (payer, kind) => (kind.recordType === 'Tax' || kind.recordType === 'Support' ? 'NoRegion' : payer.region),
  SERVICE: (_payer, kind) => kind.service,
  USAGE_TYPE: usageType,
};

/** Known to GetCostAndUsageWithResources alone; only what is counted by instance has one. */
export const RESOURCE_ID: Read = (payer, kind) =>
  kind.instanceType === null
    ? 'NoResourceId'
    : `i-0${identifier(`${payer.accountId} ${kind.instanceType}`).replaceAll('-', '').slice(0, 16)}`;
