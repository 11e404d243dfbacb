import { cell, registry } from '../../health/fixture.ts';
import type { Cell, Registry } from '../../registry/registry.ts';
import { Random } from '../../release/testing/random.ts';
import { type Day, dayOf, dayStart, dayText, firstDayOf, lastDayOf, monthOf, monthText, weekday } from '../calendar.ts';
import type { AccountFacts, CostFacts, CostLine, DailyTraffic } from '../cost-facts.ts';
import { CostLedger } from '../cost-ledger.ts';

/** The last day with figures in tests: a Saturday; fetched early on the 22nd. */
export const THROUGH = dayOf(Date.UTC(2026, 10, 21));
const FETCHED_AT = dayStart(THROUGH + 1) + 4 * 3_600_000;

export const MANAGEMENT = '100000000001';

export const line = (changes: Partial<CostLine> = {}): CostLine => {
  const amount = changes.unblended ?? '1';
  return {
    period: dayText(THROUGH),
    accountId: '200000000001',
    tag: null,
    service: 'Amazon DynamoDB',
    kind: 'usage',
    unblended: amount,
    amortized: amount,
    netAmortized: amount,
    estimated: false,
    ...changes,
  };
};

/** Months of daily lines, summed exactly. */
function monthsOf(lines: readonly CostLine[], step = 10n ** 10n): CostLine[] {
  const units = (text: string) => {
    const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
    const value = BigInt(whole) * step + BigInt(decimals.padEnd(10, '0'));
    return text.startsWith('-') ? -value : value;
  };
  const text = (value: bigint) => {
    const digits = (value < 0n ? -value : value).toString().padStart(11, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -10)}.${digits.slice(-10)}`;
  };
  const months = new Map<string, { line: CostLine; sums: [bigint, bigint, bigint] }>();
  for (const one of lines) {
    const period = one.period.slice(0, 7);
    const key = [period, one.accountId, one.tag?.key, one.tag?.value, one.service, one.kind].join('\n');
    const known = months.get(key) ?? { line: { ...one, period }, sums: [0n, 0n, 0n] };
    known.sums = [known.sums[0] + units(one.unblended), known.sums[1] + units(one.amortized), known.sums[2] + units(one.netAmortized)];
    months.set(key, known);
  }
  return [...months.values()].map(({ line: one, sums }) => ({
    ...one,
    unblended: text(sums[0]),
    amortized: text(sums[1]),
    netAmortized: text(sums[2]),
  }));
}

export function ledgersOf(lines: readonly CostLine[], first: Day, through: Day): { days: CostLedger; months: CostLedger } {
  const days = new CostLedger('day');
  days.replace(first, through, lines);
  const months = new CostLedger('month');
  const whole = firstDayOf(monthOf(first)) === first ? monthOf(first) : monthOf(first) + 1;
  const inMonths = lines.filter(({ period }) => period.slice(0, 7) >= monthText(whole));
  months.replace(whole, Math.max(whole, monthOf(through)), monthsOf(inMonths));
  return { days, months };
}

/** Facts of some lines from `first` to `THROUGH`; the last two days are estimates. */
export function factsOf(lines: readonly CostLine[], first: Day, changes: Partial<CostFacts> = {}): CostFacts {
  return {
    fetch: {
      fetchedAt: FETCHED_AT,
      throughDay: dayText(THROUGH),
      estimatedDays: [dayText(THROUGH - 1), dayText(THROUGH)],
      currency: 'USD',
      requests: 2,
      usd: '0.02',
      failure: null,
    },
    ...ledgersOf(lines, first, THROUGH),
    components: null,
    accounts: new Map(),
    traffic: new Map(),
    anomalies: [],
    ...changes,
  };
}

export const account = (id: string, name: string, state: string | null = 'ACTIVE'): [string, AccountFacts] => [id, { id, name, state }];

interface WorldAsk {
  cells: number;
  days?: number;
  seed?: number;
  /** How many days at the end are left out of growth and noise and made whole. */
  noise?: number;
}

const SERVICES = [
  'Amazon Elastic Compute Cloud - Compute',
  'EC2 - Other',
  'Amazon Simple Storage Service',
  'Amazon DynamoDB',
  'AmazonCloudWatch',
  'Amazon Relational Database Service',
  'Amazon Elastic Load Balancing',
  'AWS Key Management Service',
  'AWS Lambda',
] as const;

export interface CostWorld {
  registry: Registry;
  lines: CostLine[];
  traffic: Map<string, DailyTraffic[]>;
  first: Day;
}

const money = (value: number) => value.toFixed(10);

/**
 * Quiet months of cells of three sizes: weekends, growth, noise day by day, fees on the first of the month, support on the 7th,
 * credits, a refund. Nothing in it is an anomaly.
 */
export function quietWorld({ cells, days = 90, seed = 1, noise = 0.06 }: WorldAsk): CostWorld {
  const random = new Random(seed);
  const waves = ['small', 'medium', 'large'] as const;
  const made: Cell[] = Array.from({ length: cells }, (_, at) =>
    cell(`cell-${String(at).padStart(4, '0')}`, {
      accountId: String(200_000_000_000 + at),
      wave: waves[at % 3] as string,
      region: ['us-east-1', 'eu-west-1', 'ap-northeast-1'][at % 3] as string,
    }),
  );
  const first = THROUGH - days + 1;
  const lines: CostLine[] = [];
  const traffic = new Map<string, DailyTraffic[]>();
  const gauss = () => (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3);
  for (const [at, { name, accountId }] of made.entries()) {
    const size = [1, 3, 9][at % 3] as number;
    const growth = random.between(0, 0.004);
    const bases = SERVICES.map(() => size * random.between(2, 40));
    const served: DailyTraffic[] = [];
    for (let day = first; day <= THROUGH; day++) {
      const busy = [0, 6].includes(weekday(day)) ? 0.6 : 1;
      const grown = (1 + growth) ** (day - first);
      const requests = Math.round(size * 4_000_000 * busy * grown * (1 + noise * gauss()));
      served.push({ day: dayText(day), requests, good: Math.round(requests * 0.9997) });
      for (const [which, service] of SERVICES.entries()) {
        // Some of each service is a fixed price, some follows the traffic.
        const usage = (bases[which] as number) * (0.4 + 0.6 * busy * grown) * Math.max(0.1, 1 + noise * gauss());
        const fee = day === firstDayOf(monthOf(day)) && which < 3 ? (bases[which] as number) * 2 : 0;
        const amount = usage + fee;
        lines.push(
          line({
            period: dayText(day),
            accountId: accountId as string,
            service,
            unblended: money(amount),
            amortized: money(amount * 0.97),
            netAmortized: money(amount * 0.95),
          }),
        );
      }
      if (day === lastDayOf(monthOf(day))) {
        lines.push(line({ period: dayText(day), accountId: accountId as string, kind: 'credit', ...thrice(money(-size * 20)) }));
      }
      if (random.chance(0.01))
        lines.push(line({ period: dayText(day), accountId: accountId as string, kind: 'refund', ...thrice(money(-5.25)) }));
    }
    traffic.set(name, served);
  }
  for (let day = first; day <= THROUGH; day++) {
    if (day === firstDayOf(monthOf(day)) + 6) {
      lines.push(
        line({ period: dayText(day), accountId: MANAGEMENT, service: 'AWS Support (Business)', kind: null, ...thrice('412.1234567891') }),
      );
    }
    lines.push(line({ period: dayText(day), accountId: MANAGEMENT, service: 'AWS CloudTrail', ...thrice('3.3333333333') }));
    lines.push(
      line({ period: dayText(day), accountId: '300000000001', service: 'Amazon Simple Storage Service', ...thrice('7.0000000001') }),
    );
  }
  return {
    registry: registry(made, {
      organization: {
        name: 'Orbit',
        managementAccountId: MANAGEMENT,
        monitoringAccountId: null,
        accessPortal: null,
        portalRole: null,
        componentTag: null,
      },
      waves: waves.map((name) => ({ name, bakeMinutes: 30 })),
    }),
    lines,
    traffic,
    first,
  };
}

export const thrice = (amount: string) => ({ unblended: amount, amortized: amount, netAmortized: amount });
