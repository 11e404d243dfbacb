'use client';
import { cellReason } from '#lib/client/fleet/cell-reason.ts';
import { useDuration } from '#lib/client/use-now.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';

/** Why a cell looks as it does: "errors 20.1 % · 4 min · 3 alarms". Nothing for a healthy one. */
export function ReasonText({ cell }: { cell: FleetCellView }) {
  const reason = cellReason(cell);
  if (!reason) return null;
  return (
    <>
      {reason.before}
      {reason.since === null ? null : (
        <>
          {' · '}
          <For since={reason.since} />
        </>
      )}
      {reason.after ? ` · ${reason.after}` : null}
    </>
  );
}

function For({ since }: { since: number }) {
  return useDuration(since);
}
