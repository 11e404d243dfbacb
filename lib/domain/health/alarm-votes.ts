import type { Alarm } from '../facts.ts';
import type { Registry } from '../registry/registry.ts';
import { matchesGlob } from './matches-glob.ts';

/**
 * What an alarm's state means for the cell. `critical` and `votes` count; `informs` is told (a child of a composite,
 * or nobody is paged); `ignored` is only listed (the registry says so, or it just scales).
 */
export type AlarmVote = 'critical' | 'votes' | 'informs' | 'ignored';

/** Classifies each alarm of one cell by name. What the registry names wins over what the alarm looks like. */
export function alarmVotes(alarms: readonly Alarm[], patterns: Registry['alarms']): ReadonlyMap<string, AlarmVote> {
  const none: ReadonlySet<string> = new Set();
  const children = new Set<string>();
  for (const alarm of alarms) {
    // A composite that pages nobody speaks for none of its children.
    const speaks = alarm.kind === 'composite' && ['critical', 'votes'].includes(classify(alarm, patterns, none));
    if (speaks) for (const child of alarm.children) children.add(child);
  }
  return new Map(alarms.map((alarm) => [alarm.name, classify(alarm, patterns, children)]));
}

function classify(alarm: Alarm, patterns: Registry['alarms'], children: ReadonlySet<string>): AlarmVote {
  if (matchesGlob(alarm.name, patterns.ignore)) return 'ignored';
  if (matchesGlob(alarm.name, patterns.critical)) return 'critical';
  if (alarm.actions.length > 0 && alarm.actions.every(scales)) return 'ignored';
  if (children.has(alarm.name) || alarm.actions.length === 0) return 'informs';
  return 'votes';
}

/** ARNs of Auto Scaling and Application Auto Scaling policies: arn:aws:autoscaling:…:scalingPolicy:… */
function scales(action: string): boolean {
  return /^arn:[^:]*:autoscaling:[^:]*:[^:]*:scalingPolicy:/.test(action);
}
