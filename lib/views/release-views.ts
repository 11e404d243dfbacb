import type { ActionTarget } from '#lib/domain/control/action.ts';
import type { Health } from '#lib/domain/health/verdict.ts';
import type { IsoTime } from './iso-time.ts';

/** The parts about releases that the pages of cells, the fleet and deployments share. */

/** How loudly a line about a release speaks: colour and shape follow from it. */
export type ReleaseTone = 'quiet' | 'moving' | 'needs-person' | 'failed' | 'sick';

/** A release that is in a cell now: on its way into it, or watched after it came. */
export interface CellReleaseView {
  component: string;
  /** Short. */
  revision: string;
  place: 'deploying' | 'baking';
  /** Estimated; null while deploying or when nothing tells. */
  bakeEndsAt: IsoTime | null;
}

/** A release that came to a cell before it fell sick. */
export interface SuspectView {
  component: string;
  revision: string;
  executionId: string;
  /** "3 of 3 cells with 2f9c1 sick, 0 of 45 without". */
  contrast: string;
  /** ", four minutes after router 2f9c1 reached it". */
  text: string;
  /** Another release that it may be as well: "or auth c03d5, in 3 of 3 sick cells too". Empty when there is none. */
  rival: string;
}

/** A release on its way, for the Fleet page. */
export interface MovingReleaseView {
  component: string;
  /** Name of its pipeline: /deployments/PIPELINE. */
  pipeline: string;
  revision: string;
  executionId: string;
  tone: ReleaseTone;
  /** "deploying to medium: 5 of 8 cells", "baking in small · about 17 min left · 1 of 12 alarms red". */
  text: string;
  /** Waves that it is in now, in order. */
  waves: readonly string[];
}

/** What is told beside a wave's name on the Fleet page: "baking 2f9c1 · about 17 min left · 1 of 12 alarms red". */
export interface WaveNoteView {
  wave: string;
  tone: ReleaseTone;
  text: string;
}

/** Doors that were to be closed until a time that has passed. Nothing opens by itself: somebody resumes, or extends. */
export interface ReminderView {
  /** "router is paused before small by Olga until 09:00, which has passed." */
  text: string;
  until: IsoTime;
  /** What to resume or to pause on; null where one action can't name just these doors. */
  target: ActionTarget | null;
  /** Who looks after it; null where nobody was named. */
  owner: string | null;
}

/** One component in one cell, for the Cell page. */
export interface CellVersionView {
  component: string;
  pipeline: string;
  /** Stage that put it there; null when no stage deploys to this cell. */
  stage: string | null;
  place: 'done' | 'deploying' | 'baking' | 'failed' | 'none';
  /** What should run there, short; null when no deployment of the known ones succeeded. */
  intended: string | null;
  executionId: string | null;
  /** When it was deployed. */
  deployedAt: IsoTime | null;
  bakeEndsAt: IsoTime | null;
  /** What is seen to run there, short; null when it can't be told. */
  observed: string | null;
  /** Why what runs there can't be told, in words; null when it is told or nothing looks. */
  unobserved: string | null;
  /** Both are known and are not the same: somebody deployed by hand, or a rollback failed silently. */
  differs: boolean;
  /** The newest release of the component; null when none is known. */
  newest: string | null;
  /** True when the newest is what should run here. */
  isNewest: boolean;
  commitUrl: string | null;
}

/** How an action ended, as the audit log tells; `open` while it has not. */
export type ActionOutcome = 'open' | 'done' | 'failed' | 'unknown';

/** What happened in a cell, newest first. */
export type CellEventView =
  | { kind: 'health'; at: IsoTime; from: Health | null; to: Health; reason: string }
  | {
      kind: 'release';
      at: IsoTime;
      what: 'arrived' | 'deployed' | 'failed' | 'baked' | 'bake-failed';
      component: string;
      pipeline: string;
      revision: string;
      executionId: string;
      /** "router 2f9c1 arrived", "router 2f9c1 baked 30 min". */
      text: string;
    }
  | { kind: 'action'; at: IsoTime; id: string; by: string; title: string; reason: string; outcome: ActionOutcome };
