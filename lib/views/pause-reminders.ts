import type { ActionTarget } from '#lib/domain/control/action.ts';
import { ALL_COMPONENTS } from '#lib/domain/control/public-plan.ts';
import { count, listed } from '#lib/domain/health/wording.ts';
import { principalName } from '#lib/domain/release/principal-name.ts';
import type { Pause, Rollout } from '#lib/domain/release/rollout.ts';
import { waveAhead } from '#lib/domain/release/where-stage.ts';
import { hasEnded, ownerOf, untilWords } from './pause-words.ts';
import type { ReminderView } from './release-views.ts';

/** More components than this are counted. */
const NAMED = 3;

interface Door {
  component: string;
  stage: string;
  /** The wave that it leads to, as the plan of a pause knows it; null for a stage that is no wave. */
  wave: string | null;
  /** What people call what is behind it. */
  place: string;
  paused: Pause;
}

/** Pauses whose end has come, those of one person with one end together, in the order of components. */
export function pauseReminders(rollouts: readonly Rollout[], now: number): ReminderView[] {
  const groups = new Map<string, [Door, ...Door[]]>();
  for (const { component, stages } of rollouts) {
    for (const stage of stages) {
      const { paused, name, wave } = stage;
      if (!paused || !hasEnded(paused, now)) continue;
      const door: Door = { component, stage: name, wave, place: waveAhead(stages, stage) ?? name, paused };
      const key = `${paused.by} ${paused.owner} ${paused.until}`;
      const others = groups.get(key);
      if (others) others.push(door);
      else groups.set(key, [door]);
    }
  }
  return [...groups.values()].map((doors): ReminderView => {
    const { until, owner } = doors[0].paused;
    return { text: reminderText(doors, now), until: new Date(until ?? 0).toISOString(), target: targetOf(doors), owner };
  });
}

/** "router is paused before small by Olga until 09:00, which has passed." */
function reminderText(doors: readonly [Door, ...Door[]], now: number): string {
  const { paused } = doors[0];
  const components = [...new Set(doors.map(({ component }) => component))];
  const places = [...new Set(doors.map(({ place }) => place))];
  const what = components.length > NAMED ? `${count(components.length)} components` : listed(components);
  const by = principalName(paused.by);
  const owner = ownerOf(paused);
  const who = `${by ? ` by ${by}` : ''}${owner ? ` (${owner} looks after it)` : ''}`;
  return `${what} ${components.length === 1 ? 'is' : 'are'} paused before ${listed(places)}${who} ${untilWords(paused, now)}.`;
}

/** The same doors as a target of pause and resume; null where no target names just them. */
function targetOf(doors: readonly [Door, ...Door[]]): ActionTarget | null {
  const [first, ...others] = doors;
  if (others.length === 0) return { component: first.component, stage: first.stage };
  const waves = [...new Set(doors.flatMap(({ wave }) => wave ?? []))];
  const components = [...new Set(doors.map(({ component }) => component))];
  // Every one of the components before every one of the waves, or the target would mean doors that are none of these.
  if (doors.some(({ wave }) => wave === null) || doors.length !== components.length * waves.length) return null;
  return components.length === 1 ? { component: first.component, waves } : { component: ALL_COMPONENTS, components, waves };
}
