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
      <span>
        {reason.before}
        {reason.beside === '' ? null : <span data-beside>{reason.beside}</span>}
      </span>
      {reason.since === null && !reason.after ? null : (
        <span data-lasting>
          {reason.since === null ? null : (
            <>
              {'\u00a0· '}
              <For since={reason.since} />
            </>
          )}
          {reason.after ? `\u00a0· ${reason.after}` : null}
        </span>
      )}
    </>
  );
}

function For({ since }: { since: number }) {
  return useDuration(since);
}
