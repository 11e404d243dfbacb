import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { gunzip, gzip } from 'node:zlib';
import type { CellFacts, ReadState } from '#lib/domain/facts.ts';
import type { CellVerdict, FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { Signal } from '#lib/domain/registry/registry.ts';
import type { PipelineFacts } from '#lib/domain/release/facts.ts';
import type { ReleasePicture, Rollout } from '#lib/domain/release/rollout.ts';
import type { SourceView } from '#lib/views/fleet-view.ts';
import type { HandedAlarms } from '../alarm-targets.ts';
import type { HandedRegistry } from '../registry-keeper.ts';
import type { TrackedMetric } from '../tracked-metric.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Raised when the shape of a piece changes: replicas of another format leave it aside. */
export const FORMAT = 1;

/** Points of a signal from an index on. */
export interface HandedSeries {
  from: number;
  values: Float64Array;
}

/** What is known of the metrics of a cell, or of a shared item. */
export interface HandedCell {
  name: string;
  shared: boolean;
  reads: Partial<Record<Signal, ReadState>>;
  minutes: Partial<Record<Signal, HandedSeries>>;
  hours: Partial<Record<keyof CellFacts['hours'], HandedSeries>>;
  metrics: Pick<TrackedMetric, 'signal' | 'coveredTo' | 'gaps' | 'hoursTo'>[];
}

/** The picture that the elected replica hands to the others, in pieces that change at different times. */
export interface Pieces {
  registry: HandedRegistry;
  alarms: HandedAlarms[];
  /** The last minutes. */
  cells: HandedCell[];
  /** All minutes and hours. */
  past: HandedCell[];
  release: { facts: PipelineFacts; rollout: Rollout | null };
  verdict: FleetVerdict | null;
  'cell-verdicts': [string, CellVerdict][];
  state: {
    /** When it was handed over, epoch ms. */
    at: number;
    suspects: ReleasePicture['suspects'] | null;
    rolloutsVersion: string | null;
    sources: readonly SourceView[];
  };
  /** JSON of the fleet as it was published. */
  fleet: Uint8Array;
}

export type PieceKind = keyof Pieces;

/** In the order in which they are taken over. */
export const KINDS: readonly PieceKind[] = ['registry', 'alarms', 'past', 'cells', 'release', 'verdict', 'cell-verdicts', 'state', 'fleet'];

export async function encodePiece<K extends PieceKind>(_kind: K, value: Pieces[K]): Promise<Uint8Array> {
  return zip(serialize(value), { level: 1 });
}

/** @throws when the bytes are not a piece */
export async function decodePiece<K extends PieceKind>(_kind: K, body: Uint8Array): Promise<Pieces[K]> {
  return deserialize(await unzip(body));
}
