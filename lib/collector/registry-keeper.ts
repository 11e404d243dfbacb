import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import { faultText } from '#lib/domain/document/fault.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { DocumentLocation } from '#lib/env.ts';
import { readRegistry } from '#lib/sources/registry/read-registry.ts';
import { failedRead } from './read-metrics.ts';

/** The registry in force, as it is handed to other replicas. */
export type HandedRegistry = Pick<RegistryKeeper, 'text' | 'read' | 'faults'>;

/** Reads the registry; the last valid version stays in force when a new one can't be read or is refused. */
export class RegistryKeeper {
  registry: Registry | null = null;
  /** The text of the registry in force, as it was read. */
  text: string | null = null;
  read: ReadState;
  /** Faults of the version that was refused last; empty when the last one read is in force. */
  faults: readonly string[] = [];
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #location: DocumentLocation;
  #mark: string | null = null;

  constructor(aws: Aws, clock: Clock, location: DocumentLocation, intervalMs: number) {
    this.#aws = aws;
    this.#clock = clock;
    this.#location = location;
    this.read = { observedAt: null, intervalMs, failure: null };
  }

  /** True when a new valid version came into force. Never throws. */
  async refresh(): Promise<boolean> {
    try {
      const found = await readRegistry(this.#aws, this.#location, this.#mark);
      if (found === null) {
        if (this.faults.length === 0) this.read = { ...this.read, observedAt: this.#clock.now(), failure: null };
        return false;
      }
      const parsed = parseRegistry(found.text);
      this.#mark = found.mark;
      if (parsed.ok) {
        this.registry = parsed.registry;
        this.text = found.text;
        this.faults = [];
        this.read = { ...this.read, observedAt: this.#clock.now(), failure: null };
        return true;
      }
      this.faults = parsed.faults.map(faultText);
      this.#fail('invalid-response', `The registry was refused: ${this.faults[0] ?? 'it is not valid'}`);
    } catch (error) {
      const target = { service: 'S3', operation: 'GetObject', accountId: null, region: null, role: null };
      const { code, message } = error instanceof AwsFailure ? error : classifyFailure(error, target);
      this.#fail(code, message);
    }
    return false;
  }

  /** Takes over the registry that another replica has in force, and how its last read went. True when it is another than here. */
  adopt({ text, read, faults }: HandedRegistry): boolean {
    this.read = read;
    this.faults = faults;
    if (text === null || text === this.text) return false;
    const parsed = parseRegistry(text);
    if (!parsed.ok) return false;
    this.#mark = null;
    this.registry = parsed.registry;
    this.text = text;
    return true;
  }

  #fail(code: AwsFailure['code'], message: string): void {
    this.read = failedRead(this.read, { code, message, accountId: null, region: null, at: this.#clock.now() }, this.read.intervalMs);
  }
}
