import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { Alarm, CellFacts, ReadState } from '#lib/domain/facts.ts';
import { raiseInterval } from '#lib/domain/raise-interval.ts';
import type { Cell, Registry } from '#lib/domain/registry/registry.ts';
import { describeAlarms } from '#lib/sources/alarms/describe-alarms.ts';
import { applyAlarmEvent, type ToldAlarm } from './apply-alarm-event.ts';
import { attributeAlarms } from './attribute-alarms.ts';
import { type CentralShare, centralShares } from './central-shares.ts';
import { dueAlarms, READ_TOGETHER, Reconciliation, SWEEP_MS } from './due-alarms.ts';
import { Patience } from './patience.ts';
import { failedRead, type Round } from './read-metrics.ts';
import { metricReader } from './tracked-metric.ts';

const READERS_AT_ONCE = 16;
/** An account that takes longer is read beside the others: 30 that hang cost the rest about 10 s once, and nothing from then on. */
const PATIENCE_MS = 5_000;
/** For so long a read that does not know of an event yet is not believed. */
const EVENT_HOLDS_MS = 2 * 60_000;

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
  /** What events told lately, by the alarm's name. */
  told: Map<string, ToldAlarm & { appliedAt: number }>;
  /** True once an event told of an alarm that is not known: it is read with the next refresh. */
  wanted: boolean;
}

/** What was read of one account and Region, as it is handed to other replicas. */
export interface HandedAlarms extends Pick<AlarmTarget, 'alarms' | 'read' | 'triedAt'> {
  place: string;
}

/** What became of an event. */
export type Applied = 'changed' | 'known' | 'unknown alarm' | 'unknown account';

/** All accounts and Regions whose alarms are read. */
export class AlarmTargets {
  #targets = new Map<string, AlarmTarget>();
  #registry: Registry | null = null;
  #home = '';
  #intervalMs = 0;
  #changed = false;
  readonly #reconciliation = new Reconciliation();
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
      const target: AlarmTarget = Object.assign(
        this.#targets.get(key) ?? { alarms: [], read, triedAt: 0, told: new Map(), wanted: false },
        place,
      );
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

  /** True when alarms are read there. */
  has(accountId: string, region: string): boolean {
    return this.#targets.has(placeOf({ accountId, region }));
  }

  /** Takes what an event tells of an alarm, if it is news. */
  apply(place: { accountId: string; region: string; name: string }, told: ToldAlarm, now: number): Applied {
    const target = this.#targets.get(placeOf(place));
    if (!target) return 'unknown account';
    const { name } = place;
    const known = target.alarms.find((alarm) => alarm.name === name);
    if (!known) {
      target.wanted = true;
      return 'unknown alarm';
    }
    const before = target.told.get(name);
    const alarm = applyAlarmEvent(known, told, before?.toldAt);
    if (alarm === known) return 'known';
    target.told.set(name, { ...told, appliedAt: now });
    target.alarms = target.alarms.map((each) => (each === known ? alarm : each));
    this.#changed = true;
    return 'changed';
  }

  /**
   * Reads what is due: all, or beyond 500 accounts the sick ones and a share of the others; of accounts whose events come through,
   * a few in turn. Accounts that hang are not waited for: what they answer is handed on with the next `applySteps`.
   */
  async refresh(
    aws: Aws,
    clock: Clock,
    refreshMs: number,
    sick: ReadonlySet<string>,
    proven: (place: { accountId: string | null; region: string }) => boolean = () => false,
  ): Promise<Round> {
    const round: Round = { throttled: false, any: false };
    const rests = ({ triedAt, read, wanted, reader }: AlarmTarget) => triedAt > 0 && !read.failure && !wanted && proven(reader);
    const { resting = [], polled = [] } = Object.groupBy(this.all, (target) => (rests(target) ? 'resting' : 'polled'));
    const due = [...dueAlarms(polled, refreshMs, sick), ...this.#reconciliation.due(resting, clock.now(), sick)];
    await this.#patience.each(due, READERS_AT_ONCE, placeOfTarget, async (target) => {
      const now = clock.now();
      const slowest = proven(target.reader) ? SWEEP_MS : 0;
      const intervalMs = Math.max(slowest, target.cells.length === 0 ? refreshMs : this.#intervalMs);
      target.triedAt = now;
      target.wanted = false;
      try {
        target.alarms = stillTold(await describeAlarms(aws, target.reader), target.told, clock.now());
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
}

/** Alarms as read; what an event told just now is kept where the read does not know of it yet. */
function stillTold(alarms: readonly Alarm[], told: AlarmTarget['told'], now: number): readonly Alarm[] {
  for (const [name, { appliedAt }] of told) if (now - appliedAt > EVENT_HOLDS_MS) told.delete(name);
  if (told.size === 0) return alarms;
  return alarms.map((alarm) => {
    const event = told.get(alarm.name);
    return event ? applyAlarmEvent(alarm, event) : alarm;
  });
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
