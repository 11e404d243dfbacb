import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import { inTurns } from '#lib/turns.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { objectJsonSteps } from '#lib/views/json-steps.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);
/** Raised when the shape changes: an older snapshot is then left aside. */
const FORMAT = 3;

/** Under this key the store keeps the last picture of the fleet. */
export const SNAPSHOT_KEY = 'fleet';

/** The picture and what the rules remember, for the next start. */
interface Snapshot {
  view: FleetView;
  verdict: FleetVerdict;
}

/** @param view JSON of the picture, as it was published */
export async function encodeSnapshot(view: Uint8Array, verdict: FleetVerdict): Promise<Uint8Array> {
  const pieces = [Buffer.from(`{"format":${FORMAT},"view":`), view, Buffer.from(',"verdict":')];
  const { cells, shared, ...rest } = verdict;
  await inTurns(objectJsonSteps({ ...rest, shared: [...shared] }, 'cells', cells, (piece) => void pieces.push(Buffer.from(piece))));
  pieces.push(Buffer.from('}'));
  return zip(Buffer.concat(pieces));
}

/** Null when the bytes are not a snapshot of this format. */
export async function decodeSnapshot(bytes: Uint8Array): Promise<Snapshot | null> {
  try {
    const { format, view, verdict } = JSON.parse((await unzip(bytes)).toString('utf8'));
    if (format !== FORMAT) return null;
    return { view, verdict: { ...verdict, cells: new Map(verdict.cells), shared: new Map(verdict.shared) } };
  } catch {
    return null;
  }
}

/** The kept picture as it is shown until the first refresh: everything waits, nothing claims to be fresh. */
export function restoredView(view: FleetView, version: string): FleetView {
  return {
    ...view,
    version,
    restored: true,
    heldRegistry: null,
    sources: view.sources.map((source) => ({ ...source, state: 'waiting', failures: [] })),
  };
}
