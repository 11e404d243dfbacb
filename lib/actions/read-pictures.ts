import type { Aws } from '#lib/aws/aws.ts';
import { type ActionTarget, STOPPING_VERBS, type Verb } from '#lib/domain/control/action.ts';
import type { PlanningFacts } from '#lib/domain/control/draft.ts';
import { type PipelinePicture, picturePipeline } from '#lib/domain/control/pipeline-picture.ts';
import { ALL_COMPONENTS } from '#lib/domain/control/public-plan.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { Execution, PipelineFacts } from '#lib/domain/release/facts.ts';
import type { Component } from '#lib/domain/release/find-targets.ts';
import { getPipelineState } from '#lib/sources/codepipeline/get-pipeline-state.ts';
import { listPipelineExecutions } from '#lib/sources/codepipeline/list-pipeline-executions.ts';
import { bakeArns } from './bake-arns.ts';
import type { ActionParts } from './ports.ts';
import { readNeeds } from './read-needs.ts';
import { readerOf } from './reader-of.ts';

type Reading = Pick<ActionParts, 'aws' | 'clock' | 'releases' | 'timing'>;

type Unreadable = PlanningFacts['unreadable'][number];

/** The components that a target means, of the registry. */
function componentsMeant(registry: Registry, { component, components }: ActionTarget): Component[] {
  if (component !== ALL_COMPONENTS) return registry.components.filter(({ name }) => name === component);
  return components ? registry.components.filter(({ name }) => components.includes(name)) : [...registry.components];
}

/**
 * Reads the pipelines that a target means. What stops takes one call each, and goes by what is known where that fails or
 * takes too long; what starts is read whole.
 * @param thorough true for a second look, which is read whole too
 */
export async function readPictures(
  parts: Reading,
  registry: Registry,
  verb: Verb,
  target: ActionTarget,
  thorough = false,
): Promise<Pick<PlanningFacts, 'pictures' | 'unreadable'>> {
  const stopping = STOPPING_VERBS.has(verb) && !thorough;
  const read = await Promise.all(
    componentsMeant(registry, target).map(async (component): Promise<PipelinePicture | Unreadable> => {
      const unreadable = (reason: string) => ({ component: component.name, reason });
      try {
        const facts = stopping ? await quickly(parts, registry, component) : await parts.releases.refreshNow(component.name);
        const succeeded = verb === 'roll-back' ? await readSucceeded(parts.aws, registry, component, facts) : undefined;
        const seen = picture(parts, registry, component, facts, null, succeeded);
        if (!seen) return unreadable('nothing is known of its pipeline yet');
        return succeeded ? { ...seen, needs: await readNeeds(parts.aws, registry, seen, target.targetExecutionId) } : seen;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const known = parts.releases.facts(component.name);
        return (known && picture(parts, registry, component, known, oldText(parts, known, reason))) ?? unreadable(reason);
      }
    }),
  );
  return {
    pictures: read.filter((one) => 'stages' in one),
    unreadable: read.filter((one) => 'reason' in one),
  };
}

/** The newest state upon what is known: one call. */
async function quickly({ aws, releases, timing }: Reading, registry: Registry, component: Component): Promise<PipelineFacts> {
  const known = releases.facts(component.name);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${timing.stoppingReadMs / 1000} s`)), timing.stoppingReadMs);
  try {
    if (!known?.structure) return await Promise.race([releases.refreshNow(component.name), late.promise]);
    const state = getPipelineState(aws, readerOf(registry, component.pipeline), component.pipeline.name, 'control');
    const answered = await Promise.race([state, late.promise]);
    // An edited pipeline has other stages, which lead to other cells.
    if (answered.version !== known.structure.version) return await Promise.race([releases.refreshNow(component.name), late.promise]);
    return { ...known, state: answered };
  } finally {
    clearTimeout(timer);
    late.promise.catch(() => {});
  }
}

/** Which executions succeeded in each stage that can be rolled back, as AWS itself judges it. @throws AwsFailure */
async function readSucceeded(
  aws: Aws,
  registry: Registry,
  component: Component,
  facts: PipelineFacts,
): Promise<ReadonlyMap<string, readonly Execution[]>> {
  const seen = picturePipeline({ component, registry, facts, bakeArns: new Map(), readAt: null, old: null });
  const stages = seen?.stages.filter(({ deploys, state }) => deploys && state?.latest) ?? [];
  const reader = readerOf(registry, component.pipeline);
  const { name } = component.pipeline;
  return new Map(
    await Promise.all(
      stages.map(
        async (stage) =>
          [stage.name, await listPipelineExecutions(aws, reader, name, { priority: 'control', succeededIn: stage.name })] as const,
      ),
    ),
  );
}

function picture(
  { clock }: Reading,
  registry: Registry,
  component: Component,
  facts: PipelineFacts,
  old: string | null,
  succeeded?: ReadonlyMap<string, readonly Execution[]>,
): PipelinePicture | null {
  const readAt = old === null ? clock.now() : facts.read.observedAt;
  const given = { component, registry, facts, bakeArns: bakeArns(facts), readAt, old };
  return picturePipeline(succeeded ? { ...given, succeeded } : given);
}

function oldText({ clock }: Reading, { read }: PipelineFacts, reason: string): string {
  const seconds = read.observedAt === null ? null : Math.round((clock.now() - read.observedAt) / 1000);
  return `${reason}${seconds === null ? '' : `; it was read ${seconds} s ago`}`;
}
