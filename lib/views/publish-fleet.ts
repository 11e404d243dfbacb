import type { PublishedFleet } from '#lib/runtime-contract.ts';
import type { FleetView } from './fleet-view.ts';
import { objectJsonSteps } from './json-steps.ts';
import { publishBytes } from './publish-bytes.ts';

/** JSON of a view as bytes, in steps of at most a few milliseconds. */
export function* fleetBytesSteps(view: FleetView): Generator<undefined, Uint8Array> {
  const { cells, ...rest } = view;
  const pieces: Buffer[] = [];
  yield* objectJsonSteps(rest, 'cells', cells, (piece) => void pieces.push(Buffer.from(piece)));
  yield;
  return Buffer.concat(pieces);
}

/** Compresses a view once, off the event loop, for all viewers. */
export async function publishFleet(view: FleetView, identity: Uint8Array): Promise<PublishedFleet> {
  return { ...(await publishBytes(view.version, identity)), view };
}
