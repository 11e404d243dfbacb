import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onLoopback } from '#lib/testing/on-loopback.ts';

/** A call that changes something, as it went to AWS. */
export interface ControlCall {
  /** Epoch ms. */
  at: number;
  operation: string;
  /** The stage, execution or bake that it is about. */
  about: string;
  /** The action in whose name it was made, from the session's tags; null when there is none. */
  actionId: string | null;
  /** What AWS answered, whether or not the answer reached the caller. */
  status: number;
}

const CONTROL = new Set([
  'DisableStageTransition',
  'EnableStageTransition',
  'StopPipelineExecution',
  'RollbackStage',
  'RetryStageExecution',
  'PutApprovalResult',
  'StartPipelineExecution',
  'StopExecution',
]);

/** What is asked of pipelines and their bakes. */
const READS = /^(Get|List|Describe).*(Pipeline|Action|Execution)/;

/** What the proxy does to the calls that it passes on. */
interface Meddling {
  /** Whether the answer to a call that changes something is lost. */
  loseAnswer?: () => boolean;
  /** How much longer each call takes, ms. */
  latencyMs?: () => number;
}

/**
 * Stands between a program and the simulated AWS: writes down each call that changes something, counts the others, loses some
 * answers and makes calls slower.
 */
export async function startRecordingProxy(upstream: string, { loseAnswer = () => false, latencyMs = () => 0 }: Meddling = {}) {
  const calls: ControlCall[] = [];
  let reads = 0;
  /** Temporary keys, and the action that they were given for. */
  const actions = new Map<string, string>();
  const target = new URL(upstream);

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await collect(incoming);
    const latency = latencyMs();
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    const answer = await forward(target, incoming, body);
    const { operation, about } = describe(incoming, body);
    if (operation === 'AssumeRole') remember(body, answer.body, actions);
    const key = /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
    const controls = CONTROL.has(operation);
    if (READS.test(operation)) reads++;
    if (controls) calls.push({ at: Date.now(), operation, about, actionId: actions.get(key) ?? null, status: answer.status });
    if (controls && loseAnswer()) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  return {
    ...(await onLoopback(server)),
    calls: calls as readonly ControlCall[],
    /** How many calls came that read pipelines or bakes. */
    reads: () => reads,
  };
}

async function collect(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** With the host that was signed. */
function forward(target: URL, { method, url, headers }: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
    const sent = request({ host: target.hostname, port: target.port, method, path: url, headers, agent: false }, (answer) => {
      collect(answer).then((text) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: text }), reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

function describe({ headers }: IncomingMessage, body: Buffer): { operation: string; about: string } {
  const operation = String(headers['x-amz-target'] ?? '').split('.')[1];
  if (operation === undefined) return { operation: /(?:^|&)Action=(\w+)/.exec(body.toString('utf8'))?.[1] ?? '', about: '' };
  if (!CONTROL.has(operation)) return { operation, about: '' };
  const { pipelineName, name, stageName, pipelineExecutionId, executionArn } = JSON.parse(body.toString('utf8')) as Record<string, string>;
  return { operation, about: executionArn ?? [pipelineName ?? name, stageName ?? pipelineExecutionId].filter(Boolean).join('/') };
}

function remember(asked: Buffer, answered: Buffer, actions: Map<string, string>): void {
  const form = new URLSearchParams(asked.toString('utf8'));
  const key = /<AccessKeyId>([^<]+)</.exec(answered.toString('utf8'))?.[1];
  for (let n = 1; form.has(`Tags.member.${n}.Key`); n++) {
    const action = form.get(`Tags.member.${n}.Value`);
    if (key && action && form.get(`Tags.member.${n}.Key`) === 'cellwatch-action') actions.set(key, action);
  }
}
