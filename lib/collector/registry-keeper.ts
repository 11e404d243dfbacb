import { createHash } from 'node:crypto';
import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import { faultText } from '#lib/domain/document/fault.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { RegistryPair } from '#lib/domain/registry/registry-confirmation.ts';
import { isGreatLoss, type RegistryLoss, registryLoss } from '#lib/domain/registry/registry-loss.ts';
import type { DocumentLocation } from '#lib/env.ts';
import { readRegistry } from '#lib/sources/registry/read-registry.ts';
import type { KeptRegistry } from './kept-registry.ts';
import { failedRead } from './read-metrics.ts';

/** A registry as it was read, with the SHA-256 of its text. */
interface ReadText {
  registry: Registry;
  text: string;
  hash: string;
}

/** One that is not put in force before an admin confirms it. */
interface HeldText extends ReadText {
  pair: RegistryPair;
  loss: RegistryLoss;
  /** Epoch ms since which it waits. */
  since: number;
}

/** Takes the confirmation that was given, if any: true when it is good for these two documents. Any other falls away. */
export type TakeConfirmation = (held: { pair: RegistryPair; loss: RegistryLoss } | null) => Promise<boolean>;

/** The registry in force, as it is handed to other replicas. */
export type HandedRegistry = Pick<RegistryKeeper, 'text' | 'read' | 'faults' | 'keptAt'>;

/**
 * Reads the registry. The last valid version stays in force when a new one can't be read, is refused, or is held because it
 * would lose too many cells at once.
 */
export class RegistryKeeper {
  read: ReadState;
  /** Faults of the version that was refused last; empty when the last one read is in force or held. */
  faults: readonly string[] = [];
  held: HeldText | null = null;
  /** When the registry in force came into force, in an earlier run; null once one that this run read is in force. */
  keptAt: number | null = null;
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #location: DocumentLocation;
  readonly #take: TakeConfirmation;
  #inForce: ReadText | null = null;
  #earlier: KeptRegistry | null = null;
  #mark: string | null = null;

  constructor(aws: Aws, clock: Clock, location: DocumentLocation, intervalMs: number, take: TakeConfirmation = async () => false) {
    this.#aws = aws;
    this.#clock = clock;
    this.#location = location;
    this.#take = take;
    this.read = { observedAt: null, intervalMs, failure: null };
  }

  get registry(): Registry | null {
    return this.#inForce?.registry ?? null;
  }

  /** The text of the registry in force, as it was read. */
  get text(): string | null {
    return this.#inForce?.text ?? null;
  }

  /** The registry of an earlier run: the first one read is compared with it. */
  remember(kept: KeptRegistry): void {
    this.#earlier = kept;
  }

  /** True when another registry came into force. Never throws. */
  async refresh(): Promise<boolean> {
    let found: Awaited<ReturnType<typeof readRegistry>>;
    try {
      found = await readRegistry(this.#aws, this.#location, this.#mark);
    } catch (error) {
      const target = { service: 'S3', operation: 'GetObject', accountId: null, region: null, role: null };
      const { code, message } = error instanceof AwsFailure ? error : classifyFailure(error, target);
      this.#fail(code, message);
      return false;
    }
    const changed = found === null ? false : this.#consider(found.text);
    this.#mark = found?.mark ?? this.#mark;
    if (await this.#confirmed()) return true;
    if (this.held) this.#fail('held-back', heldText(this.held.loss, this.keptAt !== null));
    else if (this.faults.length === 0) this.read = { ...this.read, observedAt: this.#clock.now(), failure: null };
    return changed;
  }

  /** True when the registry in force is another one now. */
  #consider(text: string): boolean {
    const parsed = parseRegistry(text);
    if (!parsed.ok) {
      this.held = null;
      this.faults = parsed.faults.map(faultText);
      this.#fail('invalid-response', `The registry was refused: ${this.faults[0] ?? 'it is not valid'}`);
      return false;
    }
    this.faults = [];
    const read: ReadText = { registry: parsed.registry, text, hash: sha256(text) };
    const { before, keptAt } = this.#before();
    const loss = before ? registryLoss(before.registry, read.registry) : null;
    if (before && loss && isGreatLoss(loss)) {
      const since = this.held?.hash === read.hash ? this.held.since : this.#clock.now();
      this.held = { ...read, pair: { inForce: before.hash, held: read.hash }, loss, since };
      const changed = this.#inForce === null;
      this.#inForce = before;
      this.keptAt = keptAt;
      return changed;
    }
    this.#putInForce(read);
    return true;
  }

  /** What a registry that was read is compared with: the one in force, or that of an earlier run. */
  #before(): { before: ReadText | null; keptAt: number | null } {
    if (this.#inForce || !this.#earlier) return { before: this.#inForce, keptAt: this.keptAt };
    const { registry, text, at } = this.#earlier;
    return { before: { registry, text, hash: sha256(text) }, keptAt: at };
  }

  #putInForce(read: ReadText): void {
    this.#inForce = read;
    this.held = null;
    this.keptAt = null;
  }

  /** Puts the held one in force when an admin has confirmed it. A store that is down confirms nothing. */
  async #confirmed(): Promise<boolean> {
    const { held } = this;
    const taken = await this.#take(held).catch(() => false);
    if (!taken || !held) return false;
    this.#putInForce(held);
    this.read = { ...this.read, observedAt: this.#clock.now(), failure: null };
    return true;
  }

  /** Takes over the registry that another replica has in force, and how its last read went. True when it is another than here. */
  adopt({ text, read, faults, keptAt }: HandedRegistry): boolean {
    this.read = read;
    this.faults = faults;
    this.held = null;
    this.keptAt = keptAt;
    if (text === null || text === this.text) return false;
    const parsed = parseRegistry(text);
    if (!parsed.ok) return false;
    this.#mark = null;
    this.#inForce = { registry: parsed.registry, text, hash: sha256(text) };
    return true;
  }

  #fail(code: AwsFailure['code'], message: string): void {
    this.read = failedRead(this.read, { code, message, accountId: null, region: null, at: this.#clock.now() }, this.read.intervalMs);
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function heldText({ lost, before }: RegistryLoss, ofEarlierRun: boolean): string {
  const kept = ofEarlierRun ? 'the one of the run before this one' : 'the one in force';
  return `A registry without ${lost} of ${before} cells is held: ${kept} stays until an admin confirms the new one.`;
}
