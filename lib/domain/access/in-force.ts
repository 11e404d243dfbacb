import type { AccessPolicy, Grant } from './access.ts';

/** Grants that give something now: those behind glass give nothing. */
export const inForce = <G extends Grant>(grants: readonly G[]): G[] => grants.filter(({ breakGlass }) => !breakGlass);

/** Grants by which a person may start something alone. */
export const withoutSecondPerson = (grants: readonly Grant[]): Grant[] => inForce(grants).filter(({ approvals = 1 }) => approvals < 2);

/** Roles that a person may take by breaking the glass. */
export const behindGlass = (grants: readonly Grant[]): Grant[] => grants.filter(({ breakGlass }) => breakGlass);

/** The grants of somebody who has broken the glass: nothing is behind it any more, and nothing waits for a second person. */
export const glassBroken = (grants: readonly Grant[]): Grant[] => grants.map(({ breakGlass: _, approvals: __, ...grant }) => grant);

/** Whether a policy asks anybody for a second person. */
export const asksSecondPerson = ({ rules }: AccessPolicy): boolean => rules.some(({ approvals = 1 }) => approvals > 1);
