import type { DailyTraffic } from '#lib/domain/cost/cost-facts.ts';
import type { CostRecord } from '#lib/store/store.ts';

type Row = [cell: string, requests: number, good: number | null];

/** Daily traffic as the store keeps it, a record a day. */
export function toTrafficRecords(traffic: ReadonlyMap<string, readonly DailyTraffic[]>, days: ReadonlySet<string>): CostRecord[] {
  const byDay = new Map<string, Row[]>();
  for (const [cell, of] of traffic) {
    for (const { day, requests, good } of of) {
      if (!days.has(day)) continue;
      const rows = byDay.get(day) ?? [];
      byDay.set(day, rows);
      rows.push([cell, requests, good]);
    }
  }
  return [...byDay].map(([period, rows]) => ({ ledger: 'traffic', period, part: 0, body: Buffer.from(JSON.stringify(rows)) }));
}

/** By cell, ascending by day. @param records in the order of their days */
export function fromTrafficRecords(records: readonly CostRecord[]): Map<string, DailyTraffic[]> {
  const traffic = new Map<string, DailyTraffic[]>();
  for (const { period: day, body } of records) {
    for (const [cell, requests, good] of JSON.parse(Buffer.from(body).toString('utf8')) as Row[]) {
      const days = traffic.get(cell) ?? [];
      traffic.set(cell, days);
      days.push({ day, requests, good });
    }
  }
  return traffic;
}

/** What was known with what was read now in its place. */
export function mergeTraffic(
  known: ReadonlyMap<string, readonly DailyTraffic[]>,
  read: ReadonlyMap<string, readonly DailyTraffic[]>,
): Map<string, DailyTraffic[]> {
  const merged = new Map([...known].map(([cell, days]) => [cell, [...days]]));
  for (const [cell, days] of read) {
    const again = new Set(days.map(({ day }) => day));
    const kept = (merged.get(cell) ?? []).filter(({ day }) => !again.has(day));
    merged.set(
      cell,
      [...kept, ...days].sort((a, b) => (a.day < b.day ? -1 : 1)),
    );
  }
  return merged;
}
