import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action, CallProgress, PlannedCall } from '#lib/domain/control/action.ts';
import { openStore } from '#lib/store/open-store.ts';
import type { Store } from '#lib/store/store.ts';
import { verifyAudit } from '#lib/store/verify-audit.ts';
import { appKey } from '#simulator/iam/find-key.ts';
import { startSimulator } from '#simulator/start-simulator.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { type ControlCall, startRecordingProxy } from './recording-proxy.ts';
import type { BenchResult, BenchRow } from './result.ts';

const ROUNDS = 25;
const LOST_ANSWERS = 0.1;
/** It is killed after so many things have happened (an action acknowledged, a call come to AWS), at most; then a little later. */
const THINGS_BEFORE = 5;
const LATER_MS = 150;
const KILLED_WITHIN_MS = 15_000;
const SETTLES_WITHIN_MS = 180_000;
/** Of these one sent twice does harm; closing a door twice does none. */
const ONCE_ONLY = new Set(['RollbackStage', 'StartPipelineExecution', 'RetryStageExecution', 'PutApprovalResult']);

/** Kills Cellwatch again and again while it acts: what was acknowledged is there, nothing was done twice or without an intent. */
export async function run(options: { rounds?: number } = {}): Promise<BenchResult> {
  const rounds = options.rounds ?? ROUNDS;
  const folder = mkdtempSync(join(tmpdir(), 'cellwatch-kill-'));
  // Bakes that end at once: releases are to be in all waves.
  const simulator = await startSimulator({ cells: 12, seed: 1, port: 0, pace: 1_000, leastBakeMs: 0, quiet: true });
  const proxy = await startRecordingProxy(simulator.url, { loseAnswer: () => Math.random() < LOST_ANSWERS });
  const begun = new Set<string>();
  const { accessKeyId, secretAccessKey } = appKey(simulator.world);
  const start = (mode: 'act' | 'settle') =>
    startChild([folder, proxy.url, accessKeyId, secretAccessKey, mode, `s3://${REGISTRY_BUCKET}/${REGISTRY_KEY}`], begun);
  const components = simulator.world.releases.components().filter(({ kind }) => kind !== 'pipelines');
  const releasing = setInterval(() => {
    const { name = '' } = components[Math.floor(Math.random() * components.length)] ?? {};
    try {
      simulator.world.releases.start({ component: name, quality: 'good' });
    } catch {
      // A queue that is full.
    }
  }, 400);
  try {
    for (let round = 0; round < rounds; round++) {
      const child = await start('act');
      await happened(() => begun.size + proxy.calls.length);
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
    }
    clearInterval(releasing);
    const child = await start('settle');
    const late = setTimeout(() => child.kill('SIGKILL'), SETTLES_WITHIN_MS);
    if (child.exitCode === null) await once(child, 'close');
    clearTimeout(late);
    const store = await openStore({ DATA_DIR: folder });
    try {
      return { name: 'kill', rows: await judge(store, begun, proxy.calls, rounds) };
    } finally {
      await store.close();
    }
  } finally {
    clearInterval(releasing);
    await proxy.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Some moment in the thick of it, however fast or slow the machine is. */
async function happened(things: () => number): Promise<void> {
  const enough = things() + Math.floor(Math.random() * (THINGS_BEFORE + 1));
  const end = Date.now() + KILLED_WITHIN_MS;
  while (things() < enough && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LATER_MS));
}

/** Resolves when the child is ready to be killed. */
async function startChild(parameters: string[], begun: Set<string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('kill-child.ts', import.meta.url)), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let rest = '';
  const ready = Promise.withResolvers<void>();
  child.once('exit', (code) => ready.reject(new Error(`the program ended with ${code} before it was ready`)));
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'ready') ready.resolve();
      if (line.startsWith('begun ')) begun.add(line.slice(6));
    }
  });
  await ready.promise;
  return child;
}

async function judge(store: Store, begun: ReadonlySet<string>, calls: readonly ControlCall[], rounds: number): Promise<BenchRow[]> {
  const entries = await store.searchAudit({}, null, 1_000_000);
  const intents = entries.filter(({ kind, actionId }) => kind === 'intent' && actionId !== null);
  const intended = new Map<string, { at: number; calls: readonly PlannedCall[] }[]>();
  for (const { actionId, at, detail } of intents) {
    const planned = (detail as unknown as { calls: readonly PlannedCall[] }).calls;
    intended.set(actionId ?? '', [...(intended.get(actionId ?? '') ?? []), { at, calls: planned }]);
  }
  const actions = new Map<string, Action>();
  for (const id of intended.keys()) {
    const stored = await store.findAction(id);
    if (stored) actions.set(id, stored.action);
  }
  const lost = [...begun].filter((id) => !intended.has(id) || !actions.has(id)).length;
  const unfinished = [...actions.values()].filter(({ finishedAt }) => finishedAt === null).length;
  const withoutIntent = calls.filter((call) => !isIntended(call, intended)).length;
  const progress = [...actions.values()].flatMap((action) => action.calls.map((call) => ({ action, call })));
  const untrue = progress.filter(({ action, call }) => isUntrue(action, call, calls, intended)).length;
  const verified = await verifyAudit(store);
  const count = (state: CallProgress['state']) => progress.filter(({ call }) => call.state === state).length;
  const told = (figure: string, value: number, unit: string): BenchRow => ({ figure, value, unit, ok: true });
  const none = (figure: string, value: number, unit: string): BenchRow => ({ figure, value, unit, bound: '0', ok: value === 0 });
  return [
    told('killed while acting', rounds, 'times'),
    { figure: 'actions acknowledged', value: begun.size, unit: 'actions', bound: '> 0', ok: begun.size > 0 },
    told('calls that reached AWS', calls.length, 'calls'),
    none('acknowledged actions lost', lost, 'actions'),
    none('actions without an end', unfinished, 'actions'),
    none('done twice', doneTwice(calls), 'calls'),
    none('calls without an intent before them', withoutIntent, 'calls'),
    none('calls of which the log tells another story than AWS', untrue, 'calls'),
    told('calls seen to be done', count('observed'), 'calls'),
    told('calls never sent, and said so', count('skipped'), 'calls'),
    told('calls left unknown', count('unknown'), 'calls'),
    { figure: 'audit log', value: verified.ok ? 'intact' : verified.fault.text, unit: '', bound: 'intact', ok: verified.ok },
    told('entries of the audit log', entries.length, 'entries'),
  ];
}

const nameOf = ({ actionId, operation, about }: ControlCall) => `${actionId} ${operation} ${about}`;
const taken = ({ status }: ControlCall) => status < 400;

function doneTwice(calls: readonly ControlCall[]): number {
  const seen = new Map<string, number>();
  for (const call of calls) if (taken(call)) seen.set(nameOf(call), (seen.get(nameOf(call)) ?? 0) + 1);
  return [...seen.values()].filter((times) => times > 1).length;
}

/** What a planned call is about, as the proxy tells it. */
function aboutOf({ input }: PlannedCall): string {
  const { pipelineName, name, stageName, pipelineExecutionId, executionArn } = input as Record<string, string>;
  return executionArn ?? [pipelineName ?? name, stageName ?? pipelineExecutionId].filter(Boolean).join('/');
}

function isIntended(call: ControlCall, intended: ReadonlyMap<string, { at: number; calls: readonly PlannedCall[] }[]>): boolean {
  return (intended.get(call.actionId ?? '') ?? []).some(
    ({ at, calls }) => at <= call.at && calls.some((planned) => planned.operation === call.operation && aboutOf(planned) === call.about),
  );
}

/** What is said to be done was done, what is said not to have been sent was not sent. */
function isUntrue(
  action: Action,
  progress: CallProgress,
  calls: readonly ControlCall[],
  intended: ReadonlyMap<string, { calls: readonly PlannedCall[] }[]>,
): boolean {
  const planned = (intended.get(action.id) ?? []).flatMap((intent) => intent.calls).find(({ key }) => key === progress.key);
  if (!planned) return true;
  const made = calls.filter(
    (call) => call.actionId === action.id && call.operation === planned.operation && call.about === aboutOf(planned),
  );
  if (progress.state === 'skipped') return made.some(taken);
  if (progress.state === 'failed') return made.some(taken);
  if (progress.state === 'observed' && ONCE_ONLY.has(progress.operation)) return !made.some(taken);
  return false;
}
