import type { Clock } from '#lib/clock.ts';
import { ownTurn } from '#lib/turns.ts';
import { placeOf } from '../alarm-targets.ts';
import type { Collector } from '../collector.ts';
import type { FleetBroadcast } from '../fleet-broadcast.ts';
import { factOwners, handCell } from './handed-cells.ts';
import { encodePiece, FORMAT, type PieceKind, type Pieces } from './piece.ts';

const ACCOUNTS_A_PIECE = 100;
const CELLS_A_PIECE = 200;
const VERDICTS_A_PIECE = 500;
/** What a refresh reads again, and some more. */
const LAST_MINUTES = 20;
/** The whole past is handed over again so often, and when it has grown. */
const PAST_EVERY_MS = 10 * 60_000;

interface Candidate<K extends PieceKind = PieceKind> {
  name: string;
  kind: K;
  /** The piece is the same as long as these are. */
  marks: readonly unknown[];
  make(): Pieces[K];
}

/** Makes the pieces of the picture that changed since they were handed over last. */
export class PictureWriter {
  readonly #collector: Collector;
  readonly #broadcast: FleetBroadcast;
  readonly #clock: Clock;
  #handed = new Map<string, readonly unknown[]>();

  constructor(given: { collector: Collector; broadcast: FleetBroadcast; clock: Clock }) {
    this.#collector = given.collector;
    this.#broadcast = given.broadcast;
    this.#clock = given.clock;
  }

  /** All is to be handed over. */
  reset(): void {
    this.#handed.clear();
  }

  /** Pieces that changed, and what tells that they were kept. */
  async changed(): Promise<{ pieces: { name: string; body: Uint8Array }[]; kept: () => void }> {
    const pieces: { name: string; body: Uint8Array }[] = [];
    const marks = new Map<string, readonly unknown[]>();
    for (const candidate of this.#candidates()) {
      if (same(this.#handed.get(candidate.name), candidate.marks)) continue;
      await ownTurn();
      pieces.push({ name: candidate.name, body: await encodePiece(candidate.kind, candidate.make()) });
      marks.set(candidate.name, candidate.marks);
    }
    return {
      pieces,
      kept: () => {
        for (const [name, mark] of marks) this.#handed.set(name, mark);
      },
    };
  }

  *#candidates(): Generator<Candidate> {
    const { registryKeeper, targets, book, pipelines, releases, verdict, rollouts, sources } = this.#collector;
    const now = this.#clock.now();
    const { text, read, faults, keptAt } = registryKeeper;
    const current = this.#broadcast.current();
    if (text === null || !current || current.view.restored) return;
    yield piece('registry', '', [text, read, faults, keptAt], () => ({ text, read, faults, keptAt }));
    for (const [i, chunk] of chunks(targets.all, ACCOUNTS_A_PIECE)) {
      yield piece(
        'alarms',
        i,
        chunk.flatMap((target) => [target.alarms, target.read]),
        () => chunk.map((target) => ({ place: placeOf(target.reader), alarms: target.alarms, read: target.read, triedAt: target.triedAt })),
      );
    }
    for (const [i, chunk] of chunks(factOwners(book), CELLS_A_PIECE)) {
      const metrics = chunk.flatMap((owner) => owner.metrics);
      const whole = metrics.every(({ gaps }) => gaps.length === 0);
      const hours = metrics.reduce((sum, { hoursTo }) => sum + (hoursTo ?? 0), 0);
      const owned = chunk.map(({ facts }) => facts);
      yield piece('past', i, [whole, hours, Math.floor(now / PAST_EVERY_MS), ...owned], () => chunk.map((owner) => handCell(owner, null)));
      const reads = chunk.flatMap(({ facts }) => Object.values(facts.metricReads));
      yield piece('cells', i, reads, () => chunk.map((owner) => handCell(owner, LAST_MINUTES)));
    }
    for (const { component } of pipelines.reads) {
      const facts = pipelines.facts(component);
      const rollout = releases?.rollouts.find((one) => one.component === component) ?? null;
      const lively = rollout?.moving || rollout?.stages.some(({ paused }) => paused) ? rollouts.version : null;
      const marks = [pipelines.markOf(component), rollout === null, lively, facts?.read];
      if (facts) yield piece('release', component, marks, () => ({ facts, rollout }));
    }
    if (verdict) {
      const { cells, ...rest } = verdict;
      yield piece('verdict', '', [verdict], () => ({ ...rest, cells: new Map() }));
      for (const [i, chunk] of chunks([...cells], VERDICTS_A_PIECE)) yield piece('cell-verdicts', i, [verdict], () => chunk);
    }
    yield piece('state', '', [current.version], () => ({
      at: now,
      suspects: releases?.suspects ?? null,
      rolloutsVersion: rollouts.version,
      sources,
    }));
    yield piece('fleet', '', [current.version], () => current.identity);
  }
}

function piece<K extends PieceKind>(kind: K, part: string | number, marks: readonly unknown[], make: () => Pieces[K]): Candidate<K> {
  return { name: `${FORMAT}/${kind}/${part}`, kind, marks, make };
}

function* chunks<T>(all: readonly T[], size: number): Generator<[number, T[]]> {
  for (let i = 0; i * size < all.length; i++) yield [i, all.slice(i * size, (i + 1) * size)];
}

function same(before: readonly unknown[] | undefined, now: readonly unknown[]): boolean {
  return before?.length === now.length && before.every((one, i) => one === now[i]);
}
