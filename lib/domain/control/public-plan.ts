import type { Plan, PlannedCall } from './action.ts';

/** As a target: every component. */
export const ALL_COMPONENTS = '*';

/** A plan without what must not leave the server: whoever has an approval's token could answer it past us. */
export function publicPlan(plan: Plan): Plan {
  return { ...plan, calls: plan.calls.map(withoutToken) };
}

function withoutToken(call: PlannedCall): PlannedCall {
  if (!('token' in call.input)) return call;
  const { token: _, ...input } = call.input;
  return { ...call, input };
}
