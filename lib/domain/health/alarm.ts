import type { Alarm } from '../facts.ts';
import type { Registry } from '../registry/registry.ts';
import { alarmVotes } from './alarm-votes.ts';
import type { Reading } from './reading.ts';
import type { Evidence } from './verdict.ts';
import { alarmReason, apart, listed, sentence } from './wording.ts';

/**
 * Alarms in ALARM: degraded, or critical where the registry names them so; muted ones at most degraded. A voting alarm that
 * could not be evaluated is unknown, never green: it gives no data, because the watch that this cell relies on is blind.
 */
export function judgeAlarms(reading: Reading, patterns: Registry['alarms'], now: number): Evidence[] {
  const { alarms } = reading.facts;
  // Nearly every cell is quiet nearly always: don't classify what says nothing.
  if (!alarms.some((alarm) => alarm.state === 'ALARM' || alarm.evaluation !== null)) return [];
  const votes = alarmVotes(alarms, patterns);
  const critical: Alarm[] = [];
  const voting: Alarm[] = [];
  const muted: Alarm[] = [];
  const informing: Alarm[] = [];
  const blind: Alarm[] = [];
  for (const alarm of alarms) {
    const vote = votes.get(alarm.name);
    if (vote === 'ignored' || vote === undefined) continue;
    if (alarm.evaluation !== null && vote !== 'informs') blind.push(alarm);
    if (alarm.state !== 'ALARM') continue;
    if (vote === 'informs') informing.push(alarm);
    else if (alarm.muted) muted.push(alarm);
    else if (vote === 'critical') critical.push(alarm);
    else voting.push(alarm);
  }
  const name = reading.subject.name;
  return [
    evidence(critical, name, now, { health: 'critical' }),
    evidence(voting, name, now, { health: 'degraded' }),
    evidence(muted, name, now, { health: 'degraded', label: ', muted', why: 'Muted: the state counts, but nobody is paged.' }),
    evidence(informing, name, now, {
      health: 'degraded',
      informs: true,
      why: 'Told only: children of a composite alarm and alarms without actions do not vote.',
    }),
    evidence(blind, name, now, {
      health: 'no-data',
      label: ' not evaluated',
      detail: `CloudWatch could not evaluate ${listed(blind.map((alarm) => alarm.name))} on all of the data, so the state shown there is not to be trusted.`,
    }),
  ].filter((one) => one !== null);
}

interface Meaning {
  health: Evidence['health'];
  label?: string;
  informs?: boolean;
  why?: string;
  detail?: string;
}

function evidence(alarms: readonly Alarm[], subject: string, now: number, meaning: Meaning): Evidence | null {
  const first = alarms[0];
  if (!first) return null;
  const reason = alarms.length === 1 && first.reason ? ` ${apart(sentence(alarmReason(first.reason)))}` : '';
  const told = `${listed(alarms.map((alarm) => alarm.name))} ${alarms.length === 1 ? 'is' : 'are'} in ALARM.${reason}${meaning.why ? ` ${meaning.why}` : ''}`;
  const unnamed = alarms.filter((alarm) => alarm.inAccount).map((alarm) => alarm.name);
  const shared = unnamed.length === 0 ? '' : ` Every cell of this account shows ${listed(unnamed)}: no cell is named there.`;
  return {
    kind: 'alarm',
    health: meaning.health,
    text: `${alarms.length === 1 ? shortName(first.name, subject) : `${alarms.length} alarms`}${meaning.label ?? ''}${unnamed.length === alarms.length ? ', in the account' : ''}`,
    detail: `${meaning.detail ?? told}${shared}`,
    signal: null,
    since: Math.min(...alarms.map((alarm) => alarm.since ?? now)),
    informs: meaning.informs ?? false,
  };
}

/** The alarm's name without its cell's, if it fits on a tile. */
function shortName(name: string, subject: string): string {
  const bare = name.replace(subject, '').replace(/^[-_/: ]+|[-_/: ]+$/g, '');
  return bare !== '' && bare.length <= 24 ? `alarm ${bare}` : '1 alarm';
}
