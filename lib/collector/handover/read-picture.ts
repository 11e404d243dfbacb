import type { Clock } from '#lib/clock.ts';
import type { CellVerdict, FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { Rollout } from '#lib/domain/release/rollout.ts';
import { ownTurn } from '#lib/turns.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import type { Collector } from '../collector.ts';
import type { FleetBroadcast } from '../fleet-broadcast.ts';
import { rolloutViews } from '../rollout-views.ts';
import { restoredView } from '../snapshot.ts';
import { adoptCell, factOwners, ownerKey } from './handed-cells.ts';
import { decodePiece, FORMAT, KINDS, type PieceKind, type Pieces } from './piece.ts';

/** What was handed over longer ago than this is shown as what an earlier run knew. */
const OLD_MS = 60_000;

interface Named<K extends PieceKind = PieceKind> {
  kind: K;
  part: string;
  body: Uint8Array;
}

/** Takes the pieces that another replica handed over into the collector of this one, which reads nothing by itself meanwhile. */
export class PictureReader {
  readonly #collector: Collector;
  readonly #broadcast: FleetBroadcast;
  readonly #clock: Clock;
  #rollouts = new Map<string, Rollout>();
  #verdict: FleetVerdict | null = null;
  #cells = new Map<string, CellVerdict>();
  #state: Pieces['state'] | null = null;

  constructor(given: { collector: Collector; broadcast: FleetBroadcast; clock: Clock }) {
    this.#collector = given.collector;
    this.#broadcast = given.broadcast;
    this.#clock = given.clock;
  }

  /** Takes pieces over, each in a turn of its own. False when there was none of a format that is known here. */
  async adopt(pieces: readonly { name: string; body: Uint8Array }[]): Promise<boolean> {
    const named = pieces.flatMap(({ name, body }): Named[] => {
      const [format, kind, ...part] = name.split('/');
      const known = format === String(FORMAT) ? KINDS.find((one) => one === kind) : undefined;
      return known ? [{ kind: known, part: part.join('/'), body }] : [];
    });
    named.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
    for (const piece of named) {
      await ownTurn();
      await this.#take(piece);
    }
    return named.length > 0;
  }

  async #take({ kind, part, body }: Named): Promise<void> {
    const { book, pipelines, targets } = this.#collector;
    switch (kind) {
      case 'registry':
        this.#collector.adoptRegistry(await decodePiece(kind, body));
        return;
      case 'alarms':
        targets.adopt(await decodePiece(kind, body));
        for (const _ of targets.applySteps(book.cells, book.shared)) await ownTurn();
        return;
      case 'past':
      case 'cells': {
        const handed = await decodePiece(kind, body);
        const owners = new Map(factOwners(book).map((owner) => [ownerKey(owner), owner]));
        for (const cell of handed) adoptCell(cell, owners);
        return;
      }
      case 'release': {
        const { facts, rollout } = await decodePiece(kind, body);
        pipelines.adopt(facts);
        if (rollout) this.#rollouts.set(part, rollout);
        else this.#rollouts.delete(part);
        return;
      }
      case 'verdict':
        this.#verdict = await decodePiece(kind, body);
        this.#cells = new Map();
        return;
      case 'cell-verdicts':
        for (const [name, verdict] of await decodePiece(kind, body)) this.#cells.set(name, verdict);
        return;
      case 'state':
        this.#state = await decodePiece(kind, body);
        this.#judged(this.#state);
        return;
      case 'fleet':
        await this.#show(JSON.parse(Buffer.from(await decodePiece(kind, body)).toString('utf8')));
        return;
      default:
        kind satisfies never;
    }
  }

  #judged({ at, suspects, rolloutsVersion, sources }: Pieces['state']): void {
    const { registryKeeper, pipelines, rollouts: board } = this.#collector;
    const { registry } = registryKeeper;
    if (!registry) return;
    const rollouts = registry.components.flatMap(({ name }) => this.#rollouts.get(name) ?? []);
    const releases = suspects && { rollouts, suspects };
    const verdict = this.#verdict && { ...this.#verdict, cells: this.#cells };
    this.#collector.adoptJudged({ verdict, sources, releases });
    if (releases && rolloutsVersion !== null) {
      board.adopt(rolloutViews({ registry, pipelines, releases, sources, now: verdict?.at ?? at }), rolloutsVersion);
    }
  }

  async #show(view: FleetView): Promise<void> {
    const old = this.#clock.now() - (this.#state?.at ?? 0) > OLD_MS;
    await this.#broadcast.publish(old ? restoredView(view, this.#broadcast.nextVersion()) : view);
  }
}
