import { drain } from '#lib/domain/drain.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import { fleetDeltaSteps } from '#lib/views/build-fleet-delta.ts';
import { fleetViewSteps } from '#lib/views/build-fleet-view.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { fleetBytesSteps, publishFleet } from '#lib/views/publish-fleet.ts';
import { type Drive, driveWorld } from './drive-world.ts';
import { NOON } from './weighed-fleet.ts';

/** Kilobytes of a quiet fleet: its view, compressed, and what a new minute tells each viewer. The same at every weighing. */
export async function fleetBytes(cells: number): Promise<{ view: number; minute: number }> {
  const drive = driveWorld({ cells, seed: 11, start: NOON });
  const before = viewOf(drive, drive.look(), 'weight-1');
  const after = viewOf(drive, drive.refresh(), 'weight-2');
  const { brotli } = await publishFleet(after, drain(fleetBytesSteps(after)));
  return { view: brotli.byteLength / 1_000, minute: JSON.stringify(drain(fleetDeltaSteps(before, after))).length / 1_000 };
}

function viewOf({ registry, facts }: Drive, verdict: FleetVerdict, version: string): FleetView {
  return drain(fleetViewSteps({ version, registry, cells: facts, verdict, sources: [], refreshSeconds: 60 }));
}
