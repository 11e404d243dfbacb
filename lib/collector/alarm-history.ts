import { namedRole } from '#lib/aws/assumed-role.ts';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { Alarm, AlarmChange } from '#lib/domain/facts.ts';
import type { Cell, Registry } from '#lib/domain/registry/registry.ts';
import { describeAlarmHistory } from '#lib/sources/alarms/describe-alarm-history.ts';
import type { AlarmPast } from '#lib/views/alarm-periods.ts';
import { RANGES } from '#lib/views/build-cell-view.ts';
import type { CellRange } from '#lib/views/fleet-view.ts';
import { OnDemand, type ReadBudget } from './on-demand.ts';

/** Nothing new is read within this time while no alarm of the cell changes its state. */
const LOOK_AGAIN_MS = 5 * 60_000;
/** Alarms beside those of other cells are read one by one up to so many; beyond, the whole account is read. */
const READ_BY_NAME = 10;

const BUSY = 'many histories were opened in this minute; it will be read in the next';

/** Past changes of the alarms of one cell; null when none could be read. */
interface AlarmPastRead {
  past: AlarmPast | null;
  problem: string | null;
}

/** An account and Region that holds alarms of the cell, and which of its alarms are the cell's: null for all. */
interface Place {
  reader: Reader;
  names: readonly string[] | null;
}

/** Past alarms, read when a cell is opened: one read a cell and range until one of its alarms changes its state, however many look. */
export class AlarmHistory {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #kept: OnDemand<AlarmPastRead>;

  constructor(aws: Aws, clock: Clock, budget: ReadBudget) {
    this.#aws = aws;
    this.#clock = clock;
    this.#kept = new OnDemand(budget, ({ problem }) => problem !== null);
  }

  read(registry: Registry, cell: Cell, alarms: readonly Alarm[], range: CellRange): Promise<AlarmPastRead> {
    const { seconds, step } = RANGES[range];
    const now = this.#clock.now();
    const since = now - seconds * 1000;
    const places = placesOf(registry, cell, alarms);
    const bucket = Math.floor(now / Math.max(LOOK_AGAIN_MS, step * 1000));
    // The alarms' own "since" tells that there is something new to read.
    const newest = alarms.reduce((latest, alarm) => Math.max(latest, alarm.since ?? 0), 0);
    return this.#kept.read(`${cell.name} ${range}`, `${bucket} ${newest}`, {
      reads: places.reduce((sum, { names }) => sum + (byName(names) ? names.length : 1), 0),
      refuse: (before) => ({ past: before?.past ?? null, problem: BUSY }),
      fetch: async (before) => {
        try {
          const found = await Promise.all(places.map((place) => this.#readPlace(place, since)));
          const past = { changes: found.flatMap(({ changes }) => changes), since: Math.max(since, ...found.map((each) => each.since)) };
          return { past, problem: past.since > since ? 'they changed too often, so the oldest changes are left out' : null };
        } catch (error) {
          return { past: before?.past ?? null, problem: error instanceof AwsFailure ? error.message : 'their history could not be read' };
        }
      },
    });
  }

  async #readPlace({ reader, names }: Place, since: number): Promise<AlarmPast> {
    const asked = byName(names) ? names.map((alarm) => ({ alarm, since })) : [{ since }];
    const found = await Promise.all(asked.map((each) => describeAlarmHistory(this.#aws, reader, each)));
    const own = names && new Set(names);
    const mine = (change: AlarmChange) => own === null || own.has(change.alarm);
    return {
      changes: found.flatMap(({ changes }) => changes.filter(mine)),
      since: Math.max(since, ...found.map(({ changes, whole }) => (whole ? since : (changes.at(-1)?.at ?? since)))),
    };
  }
}

function byName(names: readonly string[] | null): names is readonly string[] {
  return names !== null && names.length <= READ_BY_NAME;
}

/** Where the cell's alarms live: its own account, and the monitoring account for those that watch its metrics from there. */
function placesOf(registry: Registry, cell: Cell, alarms: readonly Alarm[]): Place[] {
  const role = namedRole(registry, 'reader');
  const places: Place[] = [];
  const elsewhere = new Map<string, string[]>();
  const own: string[] = [];
  for (const { arn, name } of alarms) {
    const [, , , region = cell.region, accountId = cell.accountId] = arn.split(':');
    if (cell.cloud === 'aws' && region === cell.region && accountId === cell.accountId) own.push(name);
    else {
      const names = elsewhere.get(region) ?? [];
      names.push(name);
      elsewhere.set(region, names);
    }
  }
  if (cell.cloud === 'aws') {
    const shared = registry.cells.some(
      (one) => one.name !== cell.name && one.accountId === cell.accountId && one.region === cell.region && one.cloud === 'aws',
    );
    const all = !shared && cell.accountId !== registry.organization.monitoringAccountId;
    if (all || own.length > 0) {
      places.push({ reader: { accountId: cell.accountId, region: cell.region, role }, names: all ? null : own });
    }
  }
  for (const [region, names] of elsewhere) {
    places.push({ reader: { accountId: registry.organization.monitoringAccountId, region, role }, names });
  }
  return places;
}
