import { expect, it } from 'vitest';
import type { ActionRun, Execution } from '#lib/domain/release/facts.ts';
import { tellAuthors } from './tell-authors.ts';

const revision = { action: 'Source', id: '2f9c1', message: null, author: null, url: null };
const execution = { id: 'e', revisions: [revision] } as unknown as Execution;
const source = (outputs: Record<string, string>, category = 'Source') =>
  [{ action: 'Source', category, outputs }] as unknown as ActionRun[];

it.each([
  [
    'a connection tells the name',
    source({ AuthorDisplayName: 'Ines', AuthorEmail: 'i@o.example', CommitMessage: 'Route' }),
    'Ines',
    'Route',
  ],
  ['GitHub tells an id', source({ AuthorId: 'ines' }), 'ines', null],
  ['CodeCommit tells no author', source({ CommitMessage: 'Route', AuthorId: '' }), null, 'Route'],
  ['another action tells nothing', source({ AuthorId: 'ines' }, 'Build'), null, null],
  ['no run is known', [], null, null],
])('%s', (_, runs, author, message) => {
  expect(tellAuthors([execution], () => runs)[0]?.revisions).toEqual([{ ...revision, author, message }]);
});
