import { CELL_MARKS, type CellMark } from '#lib/views/rollouts-view.ts';

/** Each mark in words, in the order in which a bar shows them: what needs a person first. */
export const MARK_WORDS: readonly { mark: CellMark; word: string }[] = [
  { mark: CELL_MARKS.sick, word: 'sick since it arrived' },
  { mark: CELL_MARKS.failed, word: 'failed to deploy' },
  { mark: CELL_MARKS.other, word: 'runs something else' },
  { mark: CELL_MARKS.deploying, word: 'deploying' },
  { mark: CELL_MARKS.new, word: 'on the new release' },
  { mark: CELL_MARKS.old, word: 'on the old one' },
  { mark: CELL_MARKS.none, word: 'nothing known' },
];

/** How many cells bear each mark, in that order; marks that nobody bears are left out. */
export function countMarks(marks: string): { mark: CellMark; word: string; cells: number }[] {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return MARK_WORDS.flatMap(({ mark, word }) => {
    const cells = counts.get(mark) ?? 0;
    return cells > 0 ? [{ mark, word, cells }] : [];
  });
}

/** "3 on the new release, 5 on the old one": what the marks say to whoever does not see them. */
export function marksText(marks: string): string {
  return countMarks(marks)
    .map(({ cells, word }) => `${cells} ${word}`)
    .join(', ');
}
