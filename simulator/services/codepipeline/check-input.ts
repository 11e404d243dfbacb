import { AwsError } from '../../wire/aws-error.ts';

interface Rule {
  pattern?: string;
  least?: number;
  most?: number;
  words?: readonly string[];
}

const NAME: Rule = { pattern: '[A-Za-z0-9.@\\-_]+', least: 1, most: 100 };
const UUID: Rule = { pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' };

/** The constraints of CodePipeline's published model, by member. */
const RULES: Readonly<Record<string, Rule>> = {
  name: NAME,
  pipelineName: NAME,
  stageName: NAME,
  actionName: NAME,
  pipelineExecutionId: UUID,
  targetPipelineExecutionId: UUID,
  token: UUID,
  nextToken: { least: 1, most: 2048 },
  clientRequestToken: { pattern: '^[a-zA-Z0-9-]+$', least: 1, most: 128 },
  transitionType: { words: ['Inbound', 'Outbound'] },
  conditionType: { words: ['BEFORE_ENTRY', 'ON_SUCCESS'] },
  retryMode: { words: ['FAILED_ACTIONS', 'ALL_ACTIONS'] },
  revisionType: { words: ['COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'] },
  revisionValue: { least: 1, most: 1500 },
  startTimeRange: { words: ['Latest', 'All'] },
  status: { words: ['Approved', 'Rejected'] },
  summary: { most: 512 },
  resourceArn: { pattern: 'arn:aws(-[\\w]+)*:codepipeline:.+:[0-9]{12}:.+' },
};

/** Of members that mean something else in each operation. */
export const DISABLED_REASON: Rule = { pattern: '[a-zA-Z0-9!@ \\(\\)\\.\\*\\?\\-]+', least: 1, most: 300 };
export const STOP_REASON: Rule = { most: 200 };
export const UP_TO_100: Rule = { least: 1, most: 100 };
export const UP_TO_1000: Rule = { least: 1, most: 1000 };
export const VERSION: Rule = { least: 1 };

/**
 * Refuses what does not keep to the model, in AWS's words.
 * @param more rules of members that are not the same everywhere
 * @throws AwsError ValidationException
 */
export function checkInput(request: object, more: Readonly<Record<string, Rule>> = {}): void {
  const faults: string[] = [];
  collect(request, '', { ...RULES, ...more }, faults);
  if (faults.length === 0) return;
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected`;
  throw new AwsError('ValidationError', `${count}: ${faults.join('; ')}`);
}

function collect(value: object, path: string, rules: Readonly<Record<string, Rule>>, faults: string[]): void {
  for (const [name, member] of Object.entries(value)) {
    const place = path ? `${path}.${name}` : name;
    const rule = rules[name];
    if (Array.isArray(member)) {
      for (const [i, item] of member.entries()) collect(item as object, `${place}.${i + 1}.member`, rules, faults);
    } else if (typeof member === 'object' && member !== null) collect(member, place, rules, faults);
    else if (rule)
      for (const broken of breaks(member, rule)) faults.push(`Value '${member}' at '${place}' failed to satisfy constraint: ${broken}`);
  }
}

function breaks(value: unknown, { pattern, least, most, words }: Rule): string[] {
  if (typeof value === 'number') {
    if (most !== undefined && value > most) return [`Member must have value less than or equal to ${most}`];
    return least !== undefined && value < least ? [`Member must have value greater than or equal to ${least}`] : [];
  }
  if (typeof value !== 'string') return [];
  if (words) return words.includes(value) ? [] : [`Member must satisfy enum value set: [${words.join(', ')}]`];
  const broken: string[] = [];
  if (most !== undefined && value.length > most) broken.push(`Member must have length less than or equal to ${most}`);
  if (least !== undefined && value.length < least) broken.push(`Member must have length greater than or equal to ${least}`);
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value))
    broken.push(`Member must satisfy regular expression pattern: ${pattern}`);
  return broken;
}
