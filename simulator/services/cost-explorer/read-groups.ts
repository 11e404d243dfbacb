import type { GroupDefinition } from '@aws-sdk/client-cost-explorer';
import type { BillPayer } from '../../world/costs/bill-payer.ts';
import type { ChargeKind } from '../../world/costs/charge-kind.ts';
import type { CostsWorld } from '../../world/costs/costs-world.ts';
import { invalid } from './cost-explorer-errors.ts';
import { DIMENSIONS, RESOURCE_ID } from './dimensions.ts';

const MOST_GROUPS = 2;
const TYPES = ['DIMENSION', 'TAG', 'COST_CATEGORY'];

/** One key of a group, of a line. */
export type GroupKey = (payer: BillPayer, kind: ChargeKind) => string;

/** How lines are grouped; none for all in one. @throws AwsError */
export function readGroups(groups: readonly GroupDefinition[] | undefined, costs: CostsWorld, resources = false): GroupKey[] {
  if (groups === undefined) return [];
  if (groups.length > MOST_GROUPS) throw invalid(`You can group by up to ${MOST_GROUPS} group definitions, and have ${groups.length}`);
  const seen = new Set(groups.map(({ Type: type, Key: key }) => `${type} ${key}`));
  if (seen.size < groups.length) throw invalid('Group Definitions should not repeat');
  return groups.map((group) => readGroup(group, costs, resources));
}

function readGroup({ Type: type, Key: key = '' }: GroupDefinition, costs: CostsWorld, resources: boolean): GroupKey {
  if (type === undefined || !TYPES.includes(type)) throw invalid('Group Definition type is invalid.');
  if (key === '') throw invalid('Group Definition key is missing.');
  if (type === 'DIMENSION') {
    if (key === 'RESOURCE_ID' && resources) return RESOURCE_ID;
    const read = Object.hasOwn(DIMENSIONS, key) ? DIMENSIONS[key] : undefined;
    if (!read) throw invalid(`Group Definition dimension is invalid. Valid values are ${Object.keys(DIMENSIONS).join(', ')}`);
    return read;
  }
  const texts = new Map<string, string>();
  return (payer, kind) => {
    const value = type === 'TAG' ? (costs.tag(key, payer, kind) ?? '') : '';
    let text = texts.get(value);
    if (text === undefined) {
      text = `${key}$${value}`;
      texts.set(value, text);
    }
    return text;
  };
}
