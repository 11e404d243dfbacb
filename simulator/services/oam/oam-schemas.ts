/** Shapes of OAM's operations in the form of the SDK's schemas; the SDK's own package is not installed for two operations. */
const NAMESPACE = 'com.amazonaws.oam';
const STRING = 0;
const NUMBER = 1;
const STRINGS = 64 | STRING;

const sink = [3, NAMESPACE, 'ListSinksItem', 0, ['Arn', 'Id', 'Name'], [STRING, STRING, STRING]];
const link = [3, NAMESPACE, 'ListAttachedLinksItem', 0, ['Label', 'LinkArn', 'ResourceTypes'], [STRING, STRING, STRINGS]];
const list = (name: string, member: unknown) => [1, NAMESPACE, name, 0, member];
const output = (name: string, item: unknown) => [3, NAMESPACE, name, 0, ['Items', 'NextToken'], [list(`${name}Items`, item), STRING], 1];

export const listSinksSchema = [
  9,
  NAMESPACE,
  'ListSinks',
  0,
  [3, NAMESPACE, 'ListSinksInput', 0, ['MaxResults', 'NextToken'], [NUMBER, STRING]],
  output('ListSinksOutput', sink),
];
export const listAttachedLinksSchema = [
  9,
  NAMESPACE,
  'ListAttachedLinks',
  0,
  [3, NAMESPACE, 'ListAttachedLinksInput', 0, ['SinkIdentifier', 'MaxResults', 'NextToken'], [STRING, NUMBER, STRING], 1],
  output('ListAttachedLinksOutput', link),
];
