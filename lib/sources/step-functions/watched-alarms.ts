import type { Bake } from '#lib/domain/release/facts.ts';

type Watched = Bake['alarms'][number];

const ARN = /^arn:[^:]*:cloudwatch:([^:]*):(\d{12}):alarm:(.+)$/;
const DEEPEST = 6;

/**
 * The alarms that a bake's input names: entries of a list whose member's name speaks of alarms, at any depth. An entry is a name,
 * an ARN, or an object with a name (or ARN), account and Region. Organizations write their inputs as they like: what is not
 * understood is left out.
 */
export function watchedAlarms(input: unknown): Watched[] {
  const found = new Map<string, Watched>();
  collect(input, false, 0, found);
  return [...found.values()];
}

function collect(value: unknown, ofAlarms: boolean, depth: number, found: Map<string, Watched>): void {
  if (depth > DEEPEST || value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const entry of value) {
      const alarm = ofAlarms ? toAlarm(entry) : null;
      if (alarm) found.set(`${alarm.accountId ?? ''} ${alarm.region ?? ''} ${alarm.name}`, alarm);
      else if (typeof entry === 'object') collect(entry, ofAlarms, depth + 1, found);
    }
  } else if (typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) collect(member, /alarms?/i.test(key), depth + 1, found);
  }
}

function toAlarm(entry: unknown): Watched | null {
  if (typeof entry === 'string') return fromText(entry);
  if (typeof entry !== 'object' || entry === null) return null;
  const members = new Map(Object.entries(entry).map(([key, value]) => [key.toLowerCase(), value]));
  const text = (...keys: string[]) => keys.map((key) => members.get(key)).find((value) => typeof value === 'string' && value !== '');
  const named = text('arn', 'alarmarn', 'name', 'alarmname') as string | undefined;
  if (named === undefined) return null;
  const alarm = fromText(named);
  return {
    name: alarm.name,
    accountId: alarm.accountId ?? (text('accountid', 'account') as string | undefined) ?? null,
    region: alarm.region ?? (text('region') as string | undefined) ?? null,
  };
}

function fromText(text: string): Watched {
  const [, region, accountId, name] = ARN.exec(text) ?? [];
  return name ? { name, accountId: accountId ?? null, region: region || null } : { name: text, accountId: null, region: null };
}
