import { canonicalJson, toJson } from '../document/canonical-json.ts';
import { type Plan, type PlanBasis, type PlannedCall, STOPPING_VERBS } from './action.ts';
import type { Draft, PlanningFacts } from './draft.ts';
import type { PipelinePicture } from './pipeline-picture.ts';
import { HALT_REASON } from './plan-halt.ts';
import { PAUSE_REASON } from './plan-pause.ts';
import { ROLL_BACK_REASON } from './plan-roll-back.ts';

const REASONS: Readonly<Record<Plan['verb'], string>> = {
  'pause-wave': PAUSE_REASON,
  'halt-rollout': HALT_REASON,
  'halt-all': HALT_REASON,
  'roll-back': ROLL_BACK_REASON,
  'resume-wave': '',
  'retry-stage': '',
  approve: '',
  reject: '',
};

/** A draft as a plan, but for what depends on who asks, and its fingerprint. */
export function assemblePlan(draft: Draft, given: PlanningFacts): Omit<Plan, 'fingerprint' | 'secondPerson'> {
  const { verb, target, registry, pictures } = given;
  const { title, summary, calls, impossible, warnings, moves } = draft;
  // A door that is closed on the way changes nothing in the cells behind it.
  const touched = new Set(moves.length > 0 ? moves.map(({ cell }) => cell) : calls.flatMap((call) => call.cells));
  const cells = registry.cells.filter(({ name }) => touched.has(name));
  return {
    verb,
    target,
    title,
    summary,
    calls,
    impossible,
    warnings,
    moves,
    blastRadius: { cells: cells.map(({ name }) => name), trafficShare: sumOfShares(cells, given) },
    typedName: typedName(draft, given),
    reason: draft.reason ?? REASONS[verb],
    reasonSent: sentReason(calls),
    instead: draft.instead ?? null,
    basis: pictures.flatMap((picture) => basisOf(picture, draft.basedOn.get(picture.component))),
  };
}

/** Null as soon as one cell that carries customers is unknown: the rest would look like all. */
function sumOfShares(cells: PlanningFacts['registry']['cells'], { trafficShare }: PlanningFacts): number | null {
  let sum = 0;
  for (const cell of cells) {
    if (cell.environment !== 'production' || cell.state !== 'in-service') continue;
    const share = trafficShare(cell.name);
    if (share === null) return null;
    sum += share;
  }
  return sum;
}

/** The component's name, or the organization's for several, where what starts something reaches production or who knows what. */
function typedName({ calls, moves }: Draft, { verb, target, registry, pictures }: PlanningFacts): string | null {
  if (STOPPING_VERBS.has(verb) || calls.length === 0) return null;
  const production = new Set(registry.cells.filter(({ environment }) => environment === 'production').map(({ name }) => name));
  const reaches = (call: PlannedCall) =>
    call.cells.some((cell) => production.has(cell)) ||
    (call.cells.length > 0 &&
      pictures.some(
        ({ component, stages }) => component === call.component && stages.some(({ name, mapped }) => name === call.stage && !mapped),
      ));
  if (!calls.some(reaches) && !moves.some(({ cell }) => production.has(cell))) return null;
  return target.component === '*' ? registry.organization.name : target.component;
}

function sentReason(calls: readonly PlannedCall[]): string | null {
  for (const { input } of calls) if (typeof input.reason === 'string') return input.reason;
  return null;
}

function basisOf(picture: PipelinePicture, names: readonly string[] | undefined): PlanBasis[] {
  if (!names) return [];
  const { component, readAt, version, stages } = picture;
  return [
    {
      component,
      readAt,
      pipelineVersion: version,
      stages: stages
        .filter(({ name }) => names.includes(name))
        .map(({ name, state }) => ({
          name,
          executionId: state?.latest?.executionId ?? null,
          status: state?.latest?.status ?? null,
          inbound: state?.inbound ?? [],
          transitionEnabled: state?.transition.enabled ?? null,
          transitionChangedAt: state?.transition.changedAt ?? null,
        })),
    },
  ];
}

/** Members of a call's input that say why or by whom, not what. */
const WORDS_ONLY = new Set(['reason', 'cause', 'clientRequestToken']);

/** The text whose hash is a plan's fingerprint: the same world and the same wish give the same, whenever it was read. */
export function fingerprintText({ verb, target, basis, calls }: Omit<Plan, 'fingerprint'>): string {
  return canonicalJson(
    toJson({
      verb,
      target,
      basis: basis.map(({ readAt: _, ...rest }) => rest),
      calls: calls.map(({ key, operation, pipeline, input }) => ({ key, operation, arn: pipeline.arn, input: withoutWords(input) })),
    }),
  );
}

function withoutWords(input: PlannedCall['input']): Record<string, unknown> {
  const kept = Object.entries(input).filter(([name]) => !WORDS_ONLY.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'result' ? { status: (value as { status?: unknown }).status } : value]),
  );
}
