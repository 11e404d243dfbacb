import { clockTime, count, duration, listed } from '#lib/domain/health/wording.ts';
import { principalName } from '#lib/domain/release/principal-name.ts';
import type { BakeProgress, Place, StageRollout } from '#lib/domain/release/rollout.ts';
import { HOUR, MINUTE } from '#lib/domain/series.ts';
import type { ReleaseTone } from './release-views.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Within so long a clock time is enough to tell when. */
const TODAY_MS = 18 * HOUR;
/** Errors of AWS go on for lines; the whole is told on the Pipeline page. */
const SHORT_ERROR = 80;

/** "02:16" of what is near, "Nov 20" of what is not; UTC. */
export function when(ms: number, now: number): string {
  if (now - ms < TODAY_MS) return clockTime(ms);
  const date = new Date(ms);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`;
}

/** "about 22 min left". Empty when nothing tells. */
function timeLeft(bake: BakeProgress, now: number): string {
  if (bake.endsAt === null) return '';
  const left = bake.endsAt - now;
  return left <= 0 ? 'about to end' : `about ${duration(Math.ceil(left / MINUTE) * MINUTE)} left`;
}

/** "1 of 12 alarms red", "4 alarms quiet", "9 of 12 alarms quiet". Empty when it tells of none. */
function alarmWords(bake: BakeProgress): string {
  const all = bake.alarms.length;
  if (all === 0) return '';
  const red = bake.alarms.filter((alarm) => alarm.inAlarm === true).length;
  const quiet = bake.alarms.filter((alarm) => alarm.inAlarm === false).length;
  const alarms = all === 1 ? 'alarm' : 'alarms';
  if (red > 0) return `${count(red)} of ${count(all)} ${alarms} red`;
  if (quiet === 0) return `${count(all)} ${alarms} not known`;
  return quiet === all ? `${count(all)} ${alarms} quiet` : `${count(quiet)} of ${count(all)} ${alarms} quiet`;
}

/** "baking · about 22 min left · 4 alarms quiet". @param revision told where the place beside it does not show which */
export function bakeWords(bake: BakeProgress | null, now: number, revision = ''): string {
  const parts = bake ? [timeLeft(bake, now), alarmWords(bake)] : [];
  return [revision ? `baking ${revision}` : 'baking', ...parts].filter((part) => part !== '').join(' · ');
}

/** "paused by operator 02:16". */
export function pauseWords(paused: NonNullable<StageRollout['paused']>, now: number): string {
  const by = principalName(paused.by);
  return ['paused', by ? `by ${by}` : '', paused.at === null ? '' : when(paused.at, now)].filter((part) => part !== '').join(' ');
}

/** What a stage does now or came to, in a few words; empty where there is nothing to say. */
export function stageWords(stage: StageRollout, now: number): string {
  const since = stage.since === null ? '' : ` · ${duration(now - stage.since)}`;
  switch (stage.place) {
    case 'never':
      return '';
    case 'done':
      return doneWords(stage);
    case 'deploying':
      return `${workWords(stage)}${since}`;
    case 'baking':
      return bakeWords(stage.bake, now);
    case 'approval':
      return 'approval needed';
    case 'waiting':
      return 'waits';
    case 'paused':
      return stage.paused ? pauseWords(stage.paused, now) : 'paused';
    case 'stopping':
      return `stopping${since}`;
    case 'stopped':
      return stage.since === null ? 'stopped' : `stopped ${when(stage.since, now)}`;
    case 'failed':
      return stage.error ? `failed: ${firstLine(stage.error)}` : 'failed';
    case 'rolled-back':
      return stage.since === null ? 'rolled back' : `rolled back ${when(stage.since, now)}`;
  }
}

function workWords(stage: StageRollout): string {
  if (stage.progress) return `deploying ${count(stage.progress.done)} of ${count(stage.progress.of)}`;
  const running = stage.actions.filter((action) => action.status === 'running').map((action) => action.name);
  if (running.length === 1 && running[0] === stage.name) return 'runs';
  return running.length > 0 ? `${listed(running, 2)} ${running.length === 1 ? 'runs' : 'run'}` : 'runs';
}

function doneWords({ bake }: StageRollout): string {
  if (bake?.status !== 'succeeded' || bake.startedAt === null || bake.stoppedAt === null) return '';
  return `baked ${duration(bake.stoppedAt - bake.startedAt)}`;
}

export function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > SHORT_ERROR ? `${line.slice(0, SHORT_ERROR - 1)}…` : line;
}

const TONES: Readonly<Record<Place, ReleaseTone>> = {
  never: 'quiet',
  done: 'quiet',
  deploying: 'moving',
  baking: 'moving',
  approval: 'needs-person',
  waiting: 'quiet',
  paused: 'needs-person',
  stopping: 'moving',
  stopped: 'needs-person',
  failed: 'failed',
  'rolled-back': 'quiet',
};

export function placeTone(place: Place): ReleaseTone {
  return TONES[place];
}

/** Loudest last. */
const LOUDNESS: readonly ReleaseTone[] = ['quiet', 'moving', 'needs-person', 'failed', 'sick'];

export function loudestTone(tones: readonly ReleaseTone[]): ReleaseTone {
  return tones.reduce((a, b) => (LOUDNESS.indexOf(b) > LOUDNESS.indexOf(a) ? b : a), 'quiet');
}

/** Which of several stages is told: what runs, then what is broken or waits for a person. */
const URGENCY: readonly Place[] = [
  'approval',
  'deploying',
  'baking',
  'stopping',
  'failed',
  'stopped',
  'paused',
  'waiting',
  'rolled-back',
  'done',
  'never',
];

/** The stage to tell of several; the later of two alike. Null of none. */
export function mostUrgent(stages: readonly StageRollout[]): StageRollout | null {
  const rank = (stage: StageRollout) => URGENCY.indexOf(stage.place);
  return stages.reduce<StageRollout | null>((best, stage) => (best && rank(best) < rank(stage) ? best : stage), null);
}
