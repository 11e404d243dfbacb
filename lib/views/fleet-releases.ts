import { count } from '#lib/domain/health/wording.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture, Rollout, StageRollout } from '#lib/domain/release/rollout.ts';
import { waveAhead } from '#lib/domain/release/where-stage.ts';
import { stagesOfWave } from './build-crossing.ts';
import { isoTime } from './iso-time.ts';
import { pauseReminders } from './pause-reminders.ts';
import type { CellReleaseView, MovingReleaseView, ReleaseTone, ReminderView, SuspectView, WaveNoteView } from './release-views.ts';
import { bakeWords, loudestTone, pauseWords, placeTone, stageWords } from './stage-words.ts';
import { suspectView } from './suspected-releases.ts';

/** What the Fleet page shows of releases. */
export interface FleetReleases {
  /** Releases that are in a cell now, by its name. */
  inCells: ReadonlyMap<string, readonly CellReleaseView[]>;
  suspects: ReadonlyMap<string, SuspectView>;
  moving: readonly MovingReleaseView[];
  waveNotes: readonly WaveNoteView[];
  reminders: readonly ReminderView[];
}

export const NO_RELEASES: FleetReleases = { inCells: new Map(), suspects: new Map(), moving: [], waveNotes: [], reminders: [] };

/** In steps of a component each. */
export function* fleetReleasesSteps(registry: Registry, releases: ReleasePicture, now: number): Generator<undefined, FleetReleases> {
  const waves = registry.waves.map(({ name }) => ({
    name,
    cells: new Set(registry.cells.filter((cell) => cell.wave === name).map((cell) => cell.name)),
  }));
  yield;
  const inCells = new Map<string, CellReleaseView[]>();
  const moving: MovingReleaseView[] = [];
  const notes = new Map<string, Note[]>();
  for (const rollout of releases.rollouts) {
    gatherCells(rollout, inCells);
    moving.push(...movingReleases(rollout, releases, now));
    for (const { name, cells } of waves) {
      const note = waveNote(rollout, name, cells, releases, now);
      if (note) notes.set(name, [...(notes.get(name) ?? []), note]);
    }
    yield;
  }
  return {
    inCells,
    suspects: new Map([...releases.suspects].map(([name, suspect]) => [name, suspectView(suspect)])),
    moving,
    waveNotes: waves.flatMap(({ name }) => loudest(name, notes.get(name)) ?? []),
    reminders: pauseReminders(releases.rollouts, now),
  };
}

function gatherCells(rollout: Rollout, inCells: Map<string, CellReleaseView[]>): void {
  for (const { cell, component, place, intended, arriving, bakeEndsAt } of rollout.cells.values()) {
    const release = place === 'deploying' ? arriving : place === 'baking' ? intended : null;
    if (!release || (place !== 'deploying' && place !== 'baking')) continue;
    const view = { component, revision: release.revision, place, bakeEndsAt: place === 'baking' ? isoTime(bakeEndsAt) : null };
    const others = inCells.get(cell);
    if (others) others.push(view);
    else inCells.set(cell, [view]);
  }
}

/** One for each execution that is under way. */
function movingReleases(rollout: Rollout, { suspects }: ReleasePicture, now: number): MovingReleaseView[] {
  const suspected = new Set([...suspects.values()].map((suspect) => suspect.executionId));
  return rollout.releases
    .filter(({ status }) => status === 'InProgress' || status === 'Stopping')
    .map(({ executionId, revision }): MovingReleaseView => {
      const stages = rollout.stages.filter((stage) => stage.executionId === executionId);
      const lead = stages.findLast((stage) => RUNNING.has(stage.place));
      const door = lead ? undefined : rollout.stages.find((stage) => stage.inbound.includes(executionId));
      return {
        component: rollout.component,
        pipeline: rollout.pipeline.name,
        revision,
        executionId,
        tone: suspected.has(executionId) ? 'sick' : door?.paused ? 'needs-person' : lead ? placeTone(lead.place) : 'moving',
        text: lead ? movingWords(rollout.stages, lead, now) : doorWords(rollout.stages, door, now),
        waves: [...new Set(stages.flatMap((stage) => (RUNNING.has(stage.place) && stage.wave ? [stage.wave] : [])))],
      };
    });
}

const RUNNING: ReadonlySet<StageRollout['place']> = new Set(['deploying', 'baking', 'approval', 'stopping']);

function movingWords(stages: readonly StageRollout[], stage: StageRollout, now: number): string {
  const where = stage.wave ?? stage.name;
  if (stage.place === 'approval') return `waits for approval before ${waveAhead(stages, stage) ?? stage.name}`;
  if (stage.place === 'baking') return bakeWords(stage.bake, now).replace(/^baking/, `baking in ${where}`);
  if (stage.place === 'deploying' && stage.progress)
    return `deploying to ${where}: ${count(stage.progress.done)} of ${count(stage.progress.of)} cells`;
  const words = stageWords(stage, now);
  if (stage.kind === 'wave') return `${words} in ${where}`;
  return words.startsWith('runs') ? `${where} ${words}` : `${where}: ${words}`;
}

function doorWords(stages: readonly StageRollout[], door: StageRollout | undefined, now: number): string {
  if (!door) return 'on its way';
  const where = waveAhead(stages, door) ?? door.name;
  return door.paused ? `waits before ${where}, ${pauseWords(door.paused, now)}` : `waits before ${where}`;
}

interface Note {
  tone: ReleaseTone;
  text: string;
}

function loudest(wave: string, notes: readonly Note[] | undefined): WaveNoteView | null {
  if (!notes || notes.length === 0) return null;
  const tone = loudestTone(notes.map((note) => note.tone));
  const text = notes.find((note) => note.tone === tone)?.text ?? '';
  return { wave, tone, text: notes.length === 1 ? text : `${text} · ${count(notes.length - 1)} more` };
}

function waveNote(rollout: Rollout, wave: string, cells: ReadonlySet<string>, releases: ReleasePicture, now: number): Note | null {
  const { lead, stages, gates } = stagesOfWave(rollout, wave, cells);
  if (!lead) return null;
  const paused = [...gates, ...stages].find((stage) => stage.paused !== null)?.paused;
  const what = `${rollout.component} ${lead.revision ?? ''}`.trimEnd();
  const text = noteWords(lead, what, rollout.component, paused ?? null, now);
  if (text === null) return null;
  const sick = [...releases.suspects].some(([cell, suspect]) => suspect.executionId === lead.executionId && cells.has(cell));
  const tone = placeTone(lead.place);
  return { text, tone: sick ? 'sick' : tone === 'quiet' ? 'needs-person' : tone };
}

function noteWords(lead: StageRollout, what: string, component: string, paused: StageRollout['paused'], now: number): string | null {
  switch (lead.place) {
    case 'baking':
      return bakeWords(lead.bake, now, what);
    case 'deploying':
      return lead.progress ? `deploying ${what} · ${count(lead.progress.done)} of ${count(lead.progress.of)} cells` : `deploying ${what}`;
    case 'approval':
      return `${what} needs approval before this wave`;
    case 'failed':
      return `${what} failed`;
    case 'stopping':
      return `stopping ${what}`;
    case 'stopped':
      return `${what} stopped`;
    default:
      return paused ? `${component} ${pauseWords(paused, now).replace(/^paused/, 'paused before this wave')}` : null;
  }
}
