import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { Alarm, CellFacts, ReadState } from '#lib/domain/facts.ts';
import { raiseInterval } from '#lib/domain/raise-interval.ts';
import type { Cell, Registry } from '#lib/domain/registry/registry.ts';
import { describeAlarms } from '#lib/sources/alarms/describe-alarms.ts';
import { attributeAlarms } from './attribute-alarms.ts';
import { type CentralShare, centralShares } from './central-shares.ts';
import { Patience } from './patience.ts';
import { failedRead, type Round } from './read-metrics.ts';
import { metricReader } from './tracked-metric.ts';

/** Up to so many accounts are read with every refresh; more are swept. */
const READ_TOGETHER = 500;
/** Beyond, every account is read within this time. */
const SWEEP_MS = 10 * 60_000;
const READERS_AT_ONCE = 16;
/** An account that takes longer is read beside the others: 30 that hang cost the rest about 10 s once, and nothing from then on. */
const PATIENCE_MS = 5_000;

/** The alarms of one account and Region, and how their last read went. */
export interface AlarmTarget {
  reader: Reader;
  /** Cells that live there. */
  cells: Cell[];
  /** Names of shared items that live there. */
  shared: string[];
  alarms: readonly Alarm[];
  read: ReadState;
  /** Epoch ms at which the last attempt began; 0 before the first. */
  triedAt: number;
}

/** What was read of one account and Region, as it is handed to other replicas. */
export interface HandedAlarms extends Pick<AlarmTarget, 'alarms' | 'read' | 'triedAt'> {
  place: string;
}

/** All accounts and Regions whose alarms are read. */
export class AlarmTargets {
  #targets = new Map<string, AlarmTarget>();
  #registry: Registry | null = null;
  #home = '';
  #intervalMs = 0;
  #changed = false;
  readonly #patience: Patience;

  /** @param patienceMs how long one account may keep others waiting */
  constructor(patienceMs = PATIENCE_MS) {
    this.#patience = new Patience(patienceMs);
  }

  get all(): readonly AlarmTarget[] {
    return [...this.#targets.values()];
  }

  follow(registry: Registry, home: string, refreshMs: number): void {
    const targets = new Map<string, AlarmTarget>();
    const role = namedRole(registry, 'reader');
    const at = (accountId: string | null, region: string): AlarmTarget => {
      const key = placeOf({ accountId, region });
      const known = targets.get(key);
      if (known) return known;
      const read = { observedAt: null, intervalMs: refreshMs, failure: null };
      const place = { reader: { accountId, region, role }, cells: [], shared: [] };
      // The same object: a read that is under way still lands in it.
      const target: AlarmTarget = Object.assign(this.#targets.get(key) ?? { alarms: [], read, triedAt: 0 }, place);
      targets.set(key, target);
      return target;
    };
    for (const cell of registry.cells) if (cell.cloud === 'aws') at(cell.accountId, cell.region).cells.push(cell);
    for (const item of registry.shared) at(item.accountId, item.region).shared.push(item.name);
    const { monitoringAccountId } = registry.organization;
    if (monitoringAccountId !== null) {
      for (const cell of registry.cells) if (cell.cloud === 'aws') at(monitoringAccountId, cell.region);
    }
    // Alarms of cells outside AWS can only stand beside their metrics.
    for (const cell of registry.cells) if (cell.cloud !== 'aws') at(monitoringAccountId, metricReader(registry, home, cell).reader.region);
    this.#targets = targets;
    this.#registry = registry;
    this.#home = home;
    this.#changed = true;
    this.pace(refreshMs);
  }

  /** Takes over what another replica read of the places of the registry. */
  adopt(read: readonly HandedAlarms[]): void {
    for (const { place, ...known } of read) {
      const target = this.#targets.get(place);
      if (target) Object.assign(target, known);
    }
    this.#changed = true;
  }

  /** Alarms are read at another interval from now on. */
  pace(refreshMs: number): void {
    this.#intervalMs = this.#targets.size > READ_TOGETHER ? Math.max(SWEEP_MS, refreshMs) : refreshMs;
    for (const target of this.#targets.values()) {
      const read = raiseInterval(target.read, target.cells.length === 0 ? refreshMs : this.#intervalMs);
      if (read === target.read) continue;
      target.read = read;
      this.#changed = true;
    }
  }

  /**
   * Reads what is due: all, or beyond 500 accounts the sick ones and a share of the others. Accounts that hang are not waited for:
   * what they answer is handed on with the next `apply`.
   */
  async refresh(aws: Aws, clock: Clock, refreshMs: number, sick: ReadonlySet<string>): Promise<Round> {
    const round: Round = { throttled: false, any: false };
    await this.#patience.each(this.#due(refreshMs, sick), READERS_AT_ONCE, placeOfTarget, async (target) => {
      const now = clock.now();
      const intervalMs = target.cells.length === 0 ? refreshMs : this.#intervalMs;
      target.triedAt = now;
      try {
        target.alarms = await describeAlarms(aws, target.reader);
        target.read = { observedAt: now, intervalMs, failure: null };
        round.any = true;
      } catch (error) {
        const { accountId, region, role } = target.reader;
        const words = { service: 'CloudWatch', operation: 'DescribeAlarms', accountId, region, role: role?.name ?? null };
        const { code, message } = error instanceof AwsFailure ? error : classifyFailure(error, words);
        round.throttled ||= code === 'throttled';
        target.read = failedRead(target.read, { code, message, accountId, region, at: now }, intervalMs);
      }
      this.#changed = true;
    });
    return round;
  }

  /**
   * Hands each cell and shared item its alarms and the state of their read; nothing to do when none was read since.
   * A cell whose alarms stand in two places (its own account, the monitoring account) shows the read that is worse off.
   * In steps of an account each.
   */
  *applySteps(cells: ReadonlyMap<string, CellFacts>, shared: ReadonlyMap<string, CellFacts>): Generator<undefined, void> {
    const registry = this.#registry;
    if (!registry || !this.#changed) return;
    this.#changed = false;
    const central = this.#central(registry);
    for (const target of this.#targets.values()) {
      yield;
      const names = target.cells.map((cell) => cell.name);
      const own = attributeAlarms(target.alarms, { cells: names, shared: target.shared });
      for (const name of names) give(cells.get(name), own.get(name) ?? [], central.get(name), target.read);
      for (const name of target.shared) give(shared.get(name), own.get(name) ?? [], undefined, target.read);
    }
    const { monitoringAccountId: accountId } = registry.organization;
    for (const cell of registry.cells) {
      if (cell.cloud === 'aws') continue;
      const { region } = metricReader(registry, this.#home, cell).reader;
      const beside = this.#targets.get(placeOf({ accountId, region }));
      if (beside) give(cells.get(cell.name), [], central.get(cell.name), beside.read);
    }
  }

  #central(registry: Registry): ReadonlyMap<string, CentralShare> {
    const { monitoringAccountId } = registry.organization;
    const central = this.all.filter(({ reader }) => reader.accountId === monitoringAccountId);
    return centralShares(central, registry.cells);
  }

  #due(refreshMs: number, sick: ReadonlySet<string>): AlarmTarget[] {
    const all = this.all;
    // Few, and they speak of many cells.
    const central = all.filter((target) => target.cells.length === 0);
    const own = all.filter((target) => target.cells.length > 0);
    if (all.length <= READ_TOGETHER) return [...central, ...own];
    const untried = own.filter((target) => target.triedAt === 0);
    if (untried.length > 0) return [...central, ...untried];
    const isSick = (target: AlarmTarget) => target.cells.some((cell) => sick.has(cell.name));
    const byAge = own.toSorted((a, b) => a.triedAt - b.triedAt);
    const first = byAge.filter(isSick).slice(0, READ_TOGETHER);
    const share = Math.ceil(all.length / Math.max(1, Math.floor(SWEEP_MS / refreshMs) - 1));
    const rest = byAge.filter((target) => !isSick(target));
    return [...central, ...first, ...rest.slice(0, share)];
  }
}

function give(facts: CellFacts | undefined, own: readonly Alarm[], central: CentralShare | undefined, read: ReadState): void {
  if (!facts) return;
  const known = new Set(own.map((alarm) => alarm.arn || alarm.name));
  const more = central?.alarms.filter((alarm) => !known.has(alarm.arn || alarm.name)) ?? [];
  facts.alarms = more.length === 0 ? own : [...own, ...more];
  facts.alarmRead = worseRead([read, ...(central?.reads ?? [])]);
}

/** A failed read is worse than one that succeeded, one that never came than an old one, the one that is stale sooner than the other. */
function worseRead(reads: readonly ReadState[]): ReadState {
  const freshUntil = ({ observedAt, intervalMs, failure }: ReadState) =>
    failure ? Number.NEGATIVE_INFINITY : observedAt === null ? 0 : observedAt + 3 * intervalMs;
  return reads.reduce((worst, read) => (freshUntil(read) < freshUntil(worst) ? read : worst));
}

export function placeOf({ accountId, region }: { accountId: string | null; region: string }): string {
  return `${accountId ?? ''} ${region}`;
}

const placeOfTarget = (target: AlarmTarget) => placeOf(target.reader);
