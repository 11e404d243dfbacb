import type { Verb } from '#lib/domain/control/action.ts';
import type { Environment } from '#lib/domain/registry/registry.ts';
import type { Grant, Role } from './access.ts';
import { inForce } from './in-force.ts';

/** Who may do what at all; the scope of the grant says where. */
const VERB_GIVEN_BY: Record<Verb, readonly Role[]> = {
  'pause-wave': ['operator', 'admin'],
  'resume-wave': ['operator', 'admin'],
  'halt-rollout': ['operator', 'admin'],
  'halt-all': ['operator', 'admin'],
  'retry-stage': ['operator', 'admin'],
  approve: ['operator', 'admin'],
  reject: ['operator', 'admin'],
  'roll-back': ['operator', 'admin'],
};

/** A cell, as far as rights are concerned. */
export interface TouchedCell {
  name: string;
  environment: Environment;
  /** Null for cells of no wave. */
  wave: string | null;
}

/** A stage that would be touched, and the cells that it leads to. */
export interface TouchedStage {
  stage: string;
  /** None for a stage that is no wave, such as a build: all cells depend on it. */
  cells: readonly TouchedCell[];
  /** False when it also deploys to somewhere that the registry does not explain. */
  mapped: boolean;
}

export type MayAct = { allowed: true } | { allowed: false; reason: string };

/** Whether the verb is given for a component at all, however narrow the scope: enough where nothing is touched. */
export function mayActSomewhere(grants: readonly Grant[], verb: Verb, component: string): MayAct {
  const able = inForce(grants).filter(({ role }) => VERB_GIVEN_BY[verb].includes(role));
  if (able.length === 0) return refused('none of your roles gives control of rollouts');
  const here = able.some(({ components }) => components === undefined || components.includes(component));
  return here ? { allowed: true } : refused(`your control is limited to ${scopeText(able)}, not ${component}`);
}

/**
 * The one rule of who may do what to which stages of a component. Every cell that is touched must be covered by a grant that
 * gives the verb. A stage that leads to no cell, or to more than is known, could reach any: it needs a grant that no
 * environment and no wave limits. The same holds where no stage is named.
 */
export function mayAct(grants: readonly Grant[], verb: Verb, target: { component: string; stages: readonly TouchedStage[] }): MayAct {
  const { component } = target;
  const somewhere = mayActSomewhere(grants, verb, component);
  if (!somewhere.allowed) return somewhere;
  const here = inForce(grants).filter(
    ({ role, components }) => VERB_GIVEN_BY[verb].includes(role) && (components === undefined || components.includes(component)),
  );
  const anywhere = here.some(({ environments, waves }) => environments === undefined && waves === undefined);
  if (anywhere) return { allowed: true };
  const stages = target.stages.length > 0 ? target.stages : [{ stage: component, cells: [], mapped: false }];
  for (const { stage, cells, mapped } of stages) {
    if (cells.length === 0 || !mapped)
      return refused(`your control is limited to ${scopeText(here)}, and ${stage} is not confined to that`);
    const outside = cells.find((cell) => !here.some((grant) => covers(grant, cell)));
    if (outside) return refused(`your control is limited to ${scopeText(here)}; ${stage} reaches ${outside.name} (${placeText(outside)})`);
  }
  return { allowed: true };
}

function covers({ environments, waves }: Grant, { environment, wave }: TouchedCell): boolean {
  if (environments !== undefined && !environments.includes(environment)) return false;
  return waves === undefined || (wave !== null && waves.includes(wave));
}

const refused = (reason: string): MayAct => ({ allowed: false, reason });

const placeText = ({ environment, wave }: TouchedCell): string =>
  wave === null || wave === environment ? environment : `${environment}, ${wave}`;

/** "pre-production", "small of router". */
function scopeText(grants: readonly Grant[]): string {
  const texts = grants.map(({ environments, waves, components }) => {
    const where = [waves, environments].flatMap((names) => (names === undefined ? [] : [names.join(' and ')])).join(' in ');
    const what = components?.join(' and ');
    return where && what ? `${where} of ${what}` : where || what || 'everything';
  });
  return [...new Set(texts)].join(', ');
}
