import { hexadecimal } from '../identifier.ts';
import { hashText } from '../noise.ts';
import type { CommitWorld } from '../release-types.ts';
import type { Pipeline } from './pipeline-types.ts';

const AUTHORS = ['Ann Ekwueme', 'Ravi Sharma', 'Mei Tanaka', 'Jonas Weber', 'Lucía Ortega', 'Tom Ashworth', 'Nadia Haddad'];
const MESSAGES = [
  'Retry upstream once when a connection is reset',
  'Cap the queue of a slow client',
  'Read timeouts from the configuration',
  'Drop a header that nobody reads',
  'Keep sessions over a rolling restart',
  'Answer 429 before the pool is empty',
  'Use smaller segments',
  'Rotate signing keys every week',
  'Log the reason of a refused request',
  'Spread refreshes over the minute',
  'Update dependencies',
  'Take the slow path out of the health check',
  'Close idle connections sooner',
  'Count retries by cause',
  'Move the limit per tenant into the store',
  'Mend a race in the shutdown',
];
const KEPT = 500;

/** What a pushed commit is like. */
export interface Push {
  quality: 'good' | 'bad';
  severity: number;
  badFrom: string | null;
  message?: string | undefined;
}

export const GOOD: Push = { quality: 'good', severity: 0, badFrom: null };

/** Pushes a commit to the repository of a component. */
export function pushCommit(seed: number, pipeline: Pipeline, at: number, { message, ...push }: Push, id?: string): CommitWorld {
  const { commits, component } = pipeline;
  const text = `${seed}/${component.name}/commit/${commits.length}/${at}`;
  const chance = hashText(text);
  const commit: CommitWorld = {
    id: id ?? hexadecimal(text, 40),
    message: message ?? (MESSAGES[chance % MESSAGES.length] as string),
    author: AUTHORS[(chance >>> 8) % AUTHORS.length] as string,
    at: at - 60_000 - (chance % 240_000),
    ...push,
  };
  commits.push(commit);
  if (commits.length > KEPT) commits.shift();
  return commit;
}
