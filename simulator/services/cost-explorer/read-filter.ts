import type { DimensionValues, Expression, TagValues } from '@aws-sdk/client-cost-explorer';
import type { BillPayer } from '../../world/costs/bill-payer.ts';
import type { ChargeKind } from '../../world/costs/charge-kind.ts';
import type { CostsWorld } from '../../world/costs/costs-world.ts';
import { invalid } from './cost-explorer-errors.ts';
import { DIMENSIONS, RESOURCE_ID } from './dimensions.ts';

/** Whether a line is meant. */
export type Filter = (payer: BillPayer, kind: ChargeKind) => boolean;

const ROOTS = ['Or', 'And', 'Not', 'Dimensions', 'Tags', 'CostCategories'] as const;
const DIMENSION_OPTIONS = ['EQUALS', 'CASE_SENSITIVE'];
const TAG_OPTIONS = ['EQUALS', 'ABSENT', 'CASE_SENSITIVE'];

/** @param resources whether RESOURCE_ID is known. @throws AwsError */
export function readFilter(expression: Expression | undefined, costs: CostsWorld, resources = false): Filter {
  if (expression === undefined) return () => true;
  const roots = ROOTS.filter((root) => expression[root] !== undefined);
  const [root] = roots;
  if (root === undefined || roots.length > 1) {
    throw invalid(`Expression should have only one of ${ROOTS.join(', ')}, and has ${roots.length === 0 ? 'none' : roots.join(' and ')}`);
  }
  switch (root) {
    case 'Not': {
      const inner = readFilter(expression.Not, costs, resources);
      return (payer, kind) => !inner(payer, kind);
    }
    case 'And':
    case 'Or': {
      const operands = expression[root] ?? [];
      if (operands.length < 2) throw invalid(`Logical operator ${root} requires two or more operands`);
      const filters = operands.map((operand) => readFilter(operand, costs, resources));
      return root === 'And'
        ? (payer, kind) => filters.every((filter) => filter(payer, kind))
        : (payer, kind) => filters.some((filter) => filter(payer, kind));
    }
    case 'Dimensions':
      return readDimension(expression.Dimensions ?? {}, resources);
    case 'Tags':
      return readTag(expression.Tags ?? {}, costs);
    case 'CostCategories':
      return readCategory(expression.CostCategories ?? {});
  }
}

function checkOptions(options: readonly string[] | undefined, known: readonly string[], what: string): void {
  const wrong = options?.find((option) => !known.includes(option));
  if (wrong !== undefined) throw invalid(`MatchOption ${wrong} is not supported for ${what}. Supported are ${known.join(', ')}`);
}

function readDimension({ Key, Values: values = [], MatchOptions: options }: DimensionValues, resources: boolean): Filter {
  const key: string = Key ?? '';
  const read = key === 'RESOURCE_ID' && resources ? RESOURCE_ID : DIMENSIONS[key];
  if (!Object.hasOwn(DIMENSIONS, key) && !(key === 'RESOURCE_ID' && resources)) {
    throw invalid(`Filter dimension ${key.slice(0, 80)} is invalid. Valid values are ${Object.keys(DIMENSIONS).join(', ')}`);
  }
  checkOptions(options, DIMENSION_OPTIONS, 'Dimensions');
  if (values.length === 0) throw invalid(`Dimension ${key} should have at least one value`);
  const wanted = new Set(values);
  return (payer, kind) => read !== undefined && wanted.has(read(payer, kind));
}

function readTag({ Key: key = '', Values: values = [], MatchOptions: options }: TagValues, costs: CostsWorld): Filter {
  if (key === '') throw invalid('Tag key is missing');
  checkOptions(options, TAG_OPTIONS, 'Tags');
  const absent = options?.includes('ABSENT') ?? false;
  if (absent && values.length > 0) throw invalid('Values should be empty for the MatchOption ABSENT');
  if (!absent && values.length === 0) throw invalid(`Tag ${key.slice(0, 80)} should have at least one value`);
  const wanted = new Set(values);
  // An empty value means what has no such tag.
  if (absent) wanted.add('');
  return (payer, kind) => wanted.has(costs.tag(key, payer, kind) ?? '');
}

/** There are no cost categories: nothing is in any, and all of it is in none. */
function readCategory({ Key: key = '', Values: values = [], MatchOptions: options }: TagValues): Filter {
  if (key === '') throw invalid('Cost category name is missing');
  checkOptions(options, TAG_OPTIONS, 'CostCategories');
  const all = options?.includes('ABSENT') || values.includes('');
  return () => all;
}
