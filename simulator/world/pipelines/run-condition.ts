import { identifier } from '../identifier.ts';
import { type Engine, paced } from './engine.ts';
import { type ConditionPlan, type ConditionRun, isActive, type Pipeline, type StageRun } from './pipeline-types.ts';

const MINUTE = 60_000;
const LOOKS_EVERY_MS = 10_000;

/** Checks a condition of a stage. @param decided called once: whether it was met (or overridden) */
export function runCondition(
  engine: Engine,
  pipeline: Pipeline,
  run: StageRun,
  plan: ConditionPlan,
  decided: (met: boolean) => void,
): ConditionRun {
  const { accountId, region } = pipeline.component;
  const startedAt = engine.time.now();
  const condition: ConditionRun = {
    status: 'InProgress',
    summary: null,
    changedAt: startedAt,
    pass: () => decided(true),
    rules: plan.rules.map(({ name }, i) => ({
      name,
      id: identifier(`${run.execution.id}/${run.stage.name}/${name}/${i}/${startedAt}`),
      status: 'InProgress',
      summary: null,
      changedAt: startedAt,
    })),
  };

  function end(status: 'Succeeded' | 'Failed', summary: string | null): void {
    condition.status = status;
    condition.summary = summary;
    condition.changedAt = engine.time.now();
    for (const rule of condition.rules) if (rule.status === 'InProgress') rule.status = status === 'Succeeded' ? 'Succeeded' : 'Abandoned';
    decided(status === 'Succeeded');
  }
  function look(): void {
    if (condition.status !== 'InProgress' || !isActive(run)) return;
    const now = engine.time.now();
    for (const [i, rule] of condition.rules.entries()) {
      const { alarmName = '', waitMinutes = 0 } = plan.rules[i] ?? {};
      if (rule.status !== 'InProgress') continue;
      const state = engine.alarms.stateOf(accountId, region, alarmName);
      if (state === 'ALARM' || state === null) {
        rule.status = 'Failed';
        rule.summary = state === null ? `There is no alarm ${alarmName}.` : `Alarm ${alarmName} is in ALARM.`;
        rule.changedAt = now;
        end('Failed', rule.summary);
        return;
      }
      if (now < startedAt + paced(engine, waitMinutes * MINUTE)) continue;
      rule.status = 'Succeeded';
      rule.changedAt = now;
    }
    if (condition.rules.every((rule) => rule.status === 'Succeeded')) end('Succeeded', null);
    else engine.time.plan(now + LOOKS_EVERY_MS, look);
  }
  engine.time.plan(startedAt + paced(engine, 1000), look);
  return condition;
}
