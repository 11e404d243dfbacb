import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { describeStacks, type Stack } from '#lib/sources/cloudformation/describe-stacks.ts';
import { eachWithLimit } from '../each-with-limit.ts';
import { failedRead } from '../read-metrics.ts';

const OFTENEST_MS = 5 * 60_000;
const SELDOMEST_MS = 30 * 60_000;
/** About so many accounts a second, once all have been read. */
const ACCOUNTS_PER_SECOND = 1;
const ACCOUNTS_AT_ONCE = 6;
const JITTER = 0.1;
/** A deployment shows at once or a little later: it is looked at twice. */
const SHOWN_AFTER_MS = [5_000, 150_000];

interface StackTarget {
  reader: Reader;
  /** Names of the stacks that are of interest; a `*` at the end stands for the rest. */
  names: Set<string>;
  /** Those of them that are there, by name. */
  stacks: ReadonlyMap<string, Stack>;
  read: ReadState;
  /** Epoch ms of the next regular read. */
  dueAt: number;
  /** Epoch ms of reads because something was deployed. */
  expected: readonly number[];
  /** Raised when what is known changed, or was confirmed after a deployment. */
  version: number;
}

/** The stacks that tell which version runs in each cell: one call an account and Region, however many components. */
export class StackTargets {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  /** By account and Region. */
  #targets = new Map<string, StackTarget>();
  #byCell = new Map<string, StackTarget>();
  #reading: Promise<void> | null = null;

  /** @param onChange told when versions or failures are others than before */
  constructor(aws: Aws, clock: Clock, onChange: () => void) {
    this.#aws = aws;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get all(): readonly Pick<StackTarget, 'reader' | 'read'>[] {
    return [...this.#targets.values()];
  }

  /** @param names of the stacks that are of interest, by cell */
  follow(registry: Registry, names: ReadonlyMap<string, ReadonlySet<string>>): void {
    const role = namedRole(registry, 'reader');
    const targets = new Map<string, StackTarget>();
    this.#byCell = new Map();
    for (const cell of registry.cells) {
      const { accountId, region } = cell;
      const here = names.get(cell.name);
      if (!here || accountId === null) continue;
      const key = `${accountId} ${region}`;
      const reader = { accountId, region, role };
      const target = targets.get(key) ?? { ...(this.#targets.get(key) ?? unread()), reader, names: new Set<string>() };
      for (const name of here) target.names.add(name);
      targets.set(key, target);
      this.#byCell.set(cell.name, target);
    }
    for (const [key, target] of targets) {
      const before = this.#targets.get(key)?.names;
      if (before && [...target.names].some((name) => !before.has(name))) target.dueAt = 0;
      target.read = { ...target.read, intervalMs: intervalOf(targets.size) };
    }
    this.#targets = targets;
  }

  /** A stack in a cell's account; undefined where that account is not read. */
  stackIn(cell: string, name: string): { stack: Stack | undefined; read: ReadState } | undefined {
    const target = this.#byCell.get(cell);
    return target && { stack: target.stacks.get(name), read: target.read };
  }

  /** Changes with what is known of any of the cells. */
  versionOf(cells: readonly string[]): number {
    return cells.reduce((sum, cell) => sum + (this.#byCell.get(cell)?.version ?? 0), 0);
  }

  /** Something was deployed to these cells. */
  expect(cells: readonly string[]): void {
    const now = this.#clock.now();
    for (const target of new Set(cells.map((cell) => this.#byCell.get(cell)))) {
      if (target) target.expected = [...target.expected, ...SHOWN_AFTER_MS.map((after) => now + after)];
    }
  }

  /** Reads what is due, the most urgent first; single-flight. Never throws. */
  refreshDue(): Promise<void> {
    this.#reading ??= this.#refreshDue().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #refreshDue(): Promise<void> {
    const now = this.#clock.now();
    const due = [...this.#targets.values()].filter((target) => dueAt(target) <= now);
    due.sort((a, b) => dueAt(a) - dueAt(b));
    await eachWithLimit(due, ACCOUNTS_AT_ONCE, (target) => this.#read(target));
  }

  async #read(target: StackTarget): Promise<void> {
    const now = this.#clock.now();
    const { reader, read } = target;
    try {
      const all = await describeStacks(this.#aws, reader);
      const stacks = pick(all, target.names);
      const news = JSON.stringify([...stacks]) !== JSON.stringify([...target.stacks]) || read.observedAt === null || read.failure !== null;
      target.stacks = stacks;
      target.read = { ...read, observedAt: now, failure: null };
      if (news || target.expected.some((at) => at <= now)) target.version++;
      if (news) this.#onChange();
    } catch (error) {
      const { accountId, region, role } = reader;
      const words = { service: 'CloudFormation', operation: 'DescribeStacks', accountId, region, role: role?.name ?? null };
      const { code, message } = error instanceof AwsFailure ? error : classifyFailure(error, words);
      target.read = failedRead(read, { code, message, accountId, region, at: now }, read.intervalMs);
      if (read.failure?.code !== code) {
        target.version++;
        this.#onChange();
      }
    }
    target.expected = target.expected.filter((at) => at > now);
    target.dueAt = now + target.read.intervalMs * (1 + (Math.random() - 0.5) * 2 * JITTER);
  }
}

/** By the name that was wanted. */
function pick(all: readonly Stack[], names: ReadonlySet<string>): Map<string, Stack> {
  const byName = new Map(all.map((stack) => [stack.name, stack]));
  const picked = new Map<string, Stack>();
  for (const name of names) {
    const stack = name.endsWith('*') ? all.find((one) => one.name.startsWith(name.slice(0, -1))) : byName.get(name);
    if (stack) picked.set(name, stack);
  }
  return picked;
}

function dueAt({ dueAt: regular, expected }: StackTarget): number {
  return Math.min(regular, ...expected);
}

/** All within half an hour, however many; few of them more often. */
function intervalOf(accounts: number): number {
  return Math.min(SELDOMEST_MS, Math.max(OFTENEST_MS, (accounts / ACCOUNTS_PER_SECOND) * 1000));
}

function unread(): Omit<StackTarget, 'reader' | 'names'> {
  return { stacks: new Map(), read: { observedAt: null, intervalMs: 0, failure: null }, dueAt: 0, expected: [], version: 0 };
}
