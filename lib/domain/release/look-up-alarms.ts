import type { Alarm, CellFacts } from '../facts.ts';
import type { AlarmLookup } from './bake-progress.ts';

/** A read older than this many of its intervals says nothing of now. */
const FRESH_INTERVALS = 3;

/** Answers from the alarms that were read with the cells. Unknown where an alarm was not found, not read lately or not evaluated whole. */
export function alarmLookup(cells: ReadonlyMap<string, CellFacts>, now: number): AlarmLookup {
  return (alarms, names) => {
    const byName = new Map<string, { alarm: Alarm; fresh: boolean }[]>();
    const wanted = new Set(alarms.map((alarm) => alarm.name));
    for (const facts of names.flatMap((name) => cells.get(name) ?? [])) {
      const { observedAt, intervalMs } = facts.alarmRead;
      const fresh = observedAt !== null && now - observedAt <= FRESH_INTERVALS * intervalMs;
      for (const alarm of facts.alarms) {
        if (!wanted.has(alarm.name)) continue;
        const known = byName.get(alarm.name);
        if (known) known.push({ alarm, fresh });
        else byName.set(alarm.name, [{ alarm, fresh }]);
      }
    }
    return alarms.map(({ name, accountId, region }) => {
      const found = byName.get(name)?.filter(({ alarm }) => isAt(alarm.arn, accountId, region)) ?? [];
      if (found.some(({ alarm, fresh }) => fresh && alarm.state === 'ALARM')) return true;
      const sure = found.length > 0 && found.every(({ alarm, fresh }) => fresh && alarm.evaluation === null && alarm.state === 'OK');
      return sure ? false : null;
    });
  };
}

/** arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME */
function isAt(arn: string, accountId: string | null, region: string | null): boolean {
  const [, , , itsRegion, itsAccount] = arn.split(':');
  return (accountId === null || itsAccount === accountId) && (region === null || itsRegion === region);
}
