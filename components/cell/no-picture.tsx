import { Panel } from '#components/ui/panel.tsx';
import type { Readiness } from '#lib/runtime-contract.ts';

/** What a cell's page shows before anything is known of any cell: why, and what to do. */
export function NoPicture({ problems }: { problems: Readiness['problems'] }) {
  const [problem] = problems;
  return (
    <Panel
      title={problem?.title ?? 'No picture yet'}
      state={{
        face: 'error',
        title: problem?.detail ?? 'Cellwatch has just started and is reading the cells for the first time.',
        detail: problem ? (problem.fix ?? '') : 'This page shows the cell as soon as it is read.',
      }}
    />
  );
}
