import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure, classifyFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { Alarm, CellFacts, ReadState } from '#lib/domain/facts.ts';
import type { Cell, Registry } from '#lib/domain/registry/registry.ts';
import { describeAlarms } from '#lib/sources/alarms/describe-alarms.ts';
import { attributeAlarms, attributeCentralAlarms } from './attribute-alarms.ts';
import { eachWithLimit } from './each-with-limit.ts';
import { failedRead, type Round } from './read-metrics.ts';
import { metricReader } from './tracked-metric.ts';

/** Up to so many accounts are read with every refresh; more are swept. */
const READ_TOGETHER = 500;
/** Beyond, every account is read within this time. */
const SWEEP_MS = 10 * 60_000;
const READERS_AT_ONCE = 16;

/** The alarms of one account and Region, and how their last read went. */
export interface AlarmTarget {
  reader: Reader;
  /** Cells that live there. */
  cells: Cell[];
  /** Names of shared items that live there. */
  shared: string[];
  alarms: readonly Alarm[];
  read: ReadState;
  /** Epoch ms of the last attempt. */
  triedAt: number;
}

/** All accounts and Regions whose alarms are read. */
export class AlarmTargets {
  #targets = new Map<string, AlarmTarget>();
  #registry: Registry | null = null;
  #home = '';
  #intervalMs = 0;
  #changed = false;

  get all(): readonly AlarmTarget[] {
    return [...this.#targets.values()];
  }

  /** True once every target has been tried. */
  get tried(): boolean {
    return this.all.every((target) => target.triedAt > 0);
  }

  follow(registry: Registry, home: string, refreshMs: number): void {
    const targets = new Map<string, AlarmTarget>();
    const role = registry.roles.reader === null ? null : { name: registry.roles.reader, externalId: registry.roles.externalId };
    const at = (accountId: string | null, region: string): AlarmTarget => {
      const key = `${accountId ?? ''} ${region}`;
      const target = targets.get(key) ?? {
        alarms: [],
        read: { observedAt: null, intervalMs: refreshMs, failure: null },
        triedAt: 0,
        ...this.#targets.get(key),
        reader: { accountId, region, role },
        cells: [],
        shared: [],
      };
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
    this.#intervalMs = targets.size > READ_TOGETHER ? SWEEP_MS : refreshMs;
  }

  /** Reads what is due: all, or beyond 500 accounts the sick ones and a share of the others. */
  async refresh(aws: Aws, clock: Clock, refreshMs: number, sick: ReadonlySet<string>): Promise<Round> {
    const round: Round = { throttled: false, any: false };
    await eachWithLimit(this.#due(refreshMs, sick), READERS_AT_ONCE, async (target) => {
      const now = clock.now();
      try {
        target.alarms = await describeAlarms(aws, target.reader);
        target.read = { observedAt: now, intervalMs: this.#intervalMs, failure: null };
        round.any = true;
      } catch (error) {
        const { accountId, region, role } = target.reader;
        const words = { service: 'CloudWatch', operation: 'DescribeAlarms', accountId, region, role: role?.name ?? null };
        const { code, message } = error instanceof AwsFailure ? error : classifyFailure(error, words);
        round.throttled ||= code === 'throttled';
        target.read = failedRead(target.read, { code, message, accountId, region, at: now }, this.#intervalMs);
      }
      target.triedAt = now;
      this.#changed = true;
    });
    return round;
  }

  /** Hands each cell and shared item its alarms and the state of their read; nothing to do when none was read since. */
  apply(cells: ReadonlyMap<string, CellFacts>, shared: ReadonlyMap<string, CellFacts>): void {
    const registry = this.#registry;
    if (!registry || !this.#changed) return;
    this.#changed = false;
    const monitoring = registry.organization.monitoringAccountId;
    const central = new Map<string, Alarm[]>();
    for (const target of this.#targets.values()) {
      if (target.reader.accountId !== monitoring || target.alarms.length === 0) continue;
      const local = target.cells.length > 0;
      if (local && monitoring === null) continue;
      for (const [name, alarms] of attributeCentralAlarms(target.alarms, target.reader.region, registry.cells)) {
        central.set(name, [...(central.get(name) ?? []), ...alarms]);
      }
    }
    const give = (facts: CellFacts | undefined, own: readonly Alarm[], more: readonly Alarm[], read: ReadState) => {
      if (!facts) return;
      const names = new Set(own.map((alarm) => alarm.arn || alarm.name));
      facts.alarms = more.length === 0 ? own : [...own, ...more.filter((alarm) => !names.has(alarm.arn || alarm.name))];
      facts.alarmRead = read;
    };
    for (const target of this.#targets.values()) {
      const attributed = target.cells.length > 0 ? attributeAlarms(target.alarms, target.cells) : null;
      for (const cell of target.cells) {
        give(cells.get(cell.name), attributed?.get(cell.name) ?? [], central.get(cell.name) ?? [], target.read);
      }
      for (const name of target.shared) give(shared.get(name), target.cells.length > 0 ? [] : target.alarms, [], target.read);
    }
    for (const cell of registry.cells) {
      if (cell.cloud === 'aws') continue;
      const beside = this.#targets.get(`${monitoring ?? ''} ${metricReader(registry, this.#home, cell).reader.region}`);
      if (beside) give(cells.get(cell.name), [], central.get(cell.name) ?? [], beside.read);
    }
  }

  #due(refreshMs: number, sick: ReadonlySet<string>): AlarmTarget[] {
    const all = this.all;
    if (all.length <= READ_TOGETHER || !this.tried) return all.filter((target) => all.length <= READ_TOGETHER || target.triedAt === 0);
    const isSick = (target: AlarmTarget) => target.cells.some((cell) => sick.has(cell.name));
    const byAge = all.toSorted((a, b) => a.triedAt - b.triedAt);
    const first = byAge.filter(isSick).slice(0, READ_TOGETHER);
    const share = Math.ceil(all.length / Math.max(1, Math.floor(SWEEP_MS / refreshMs) - 1));
    const rest = byAge.filter((target) => !isSick(target));
    return [...first, ...rest.slice(0, share)];
  }
}
