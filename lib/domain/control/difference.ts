import type { Plan, PlanBasis } from './action.ts';

type Stage = PlanBasis['stages'][number];
type Planned = Pick<Plan, 'basis' | 'calls' | 'impossible'>;

/**
 * What changed between a plan and the same plan made now, a sentence each, most telling first. Never empty for plans whose
 * fingerprints differ.
 * @param nameOf what people call the release of an execution
 */
export function difference(before: Planned, now: Planned, nameOf: (component: string, executionId: string) => string): string[] {
  const told: string[] = [];
  for (const is of now.basis) {
    const was = before.basis.find(({ component }) => component === is.component);
    if (!was) {
      told.push(`${is.component} was not there before.`);
      continue;
    }
    if (was.pipelineVersion !== is.pipelineVersion) {
      told.push(`The pipeline of ${is.component} was edited: version ${was.pipelineVersion ?? '?'} is now ${is.pipelineVersion ?? '?'}.`);
    }
    const name = (executionId: string) => nameOf(is.component, executionId);
    for (const stage of is.stages) {
      const then = was.stages.find((one) => one.name === stage.name);
      told.push(...(then ? stageChanges(is.component, then, stage, name) : [`${is.component} has a stage ${stage.name} now.`]));
    }
    for (const { name: gone } of was.stages) {
      if (!is.stages.some((stage) => stage.name === gone)) told.push(`${is.component}: ${gone} no longer counts for this.`);
    }
  }
  for (const { component } of before.basis) {
    if (!now.basis.some((is) => is.component === component)) told.push(`${component} can't be read any more.`);
  }
  told.push(...callChanges(before, now));
  return told.length > 0 ? told : ['What the plan was based on has changed.'];
}

function stageChanges(component: string, was: Stage, is: Stage, name: (executionId: string) => string): string[] {
  const told: string[] = [];
  const at = `${component}, ${is.name}:`;
  if (was.executionId !== is.executionId) {
    const then = was.executionId === null ? 'nothing' : name(was.executionId);
    told.push(`${at} ${is.executionId === null ? 'nothing' : name(is.executionId)} is there now, not ${then}.`);
  } else if (was.status !== is.status) {
    told.push(
      `${at} ${is.executionId === null ? 'it' : name(is.executionId)} was ${statusText(was.status)} and is ${statusText(is.status)} now.`,
    );
  }
  if (was.transitionEnabled !== is.transitionEnabled) {
    told.push(`${at} the door before it was ${is.transitionEnabled === false ? 'closed' : 'opened'} meanwhile.`);
  } else if (was.transitionChangedAt !== is.transitionChangedAt) {
    told.push(`${at} somebody opened and closed the door before it meanwhile.`);
  }
  const came = is.inbound.filter((id) => !was.inbound.includes(id));
  const went = was.inbound.filter((id) => !is.inbound.includes(id));
  if (came.length > 0) told.push(`${at} ${came.map(name).join(', ')} came to wait before it.`);
  if (went.length > 0) told.push(`${at} ${went.map(name).join(', ')} waits before it no longer.`);
  return told;
}

function callChanges(before: Planned, now: Planned): string[] {
  const keys = (planned: Planned) => new Set(planned.calls.map(({ key }) => key));
  const [had, has] = [keys(before), keys(now)];
  const added = now.calls.filter(({ key }) => !had.has(key)).map(({ text, component }) => `${component}: it would now ${text}.`);
  const lost = before.calls
    .filter(({ key }) => !has.has(key))
    .map(({ text, component, stage }) => {
      const why = now.impossible.find((one) => one.component === component && one.stage === stage)?.reason;
      return `${component}: it would no longer ${text}${why ? `: ${why}` : '.'}`;
    });
  return [...added, ...lost];
}

const STATUS_TEXTS: Readonly<Record<string, string>> = { InProgress: 'under way' };

const statusText = (status: string | null): string => (status === null ? 'unknown' : (STATUS_TEXTS[status] ?? status.toLowerCase()));
