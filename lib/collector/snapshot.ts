import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);
/** Raised when the shape changes: an older snapshot is then left aside. */
const FORMAT = 1;

/** Under this key the store keeps the last picture of the fleet. */
export const SNAPSHOT_KEY = 'fleet';

/** The picture and what the rules remember, for the next start. */
export interface Snapshot {
  view: FleetView;
  verdict: FleetVerdict;
}

export async function encodeSnapshot({ view, verdict }: Snapshot): Promise<Uint8Array> {
  const body = { format: FORMAT, view, verdict: { ...verdict, cells: [...verdict.cells], shared: [...verdict.shared] } };
  return zip(JSON.stringify(body));
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
  return { ...view, version, restored: true, sources: view.sources.map((source) => ({ ...source, state: 'waiting', failures: [] })) };
}
