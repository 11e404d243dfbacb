import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerSideDoor } from '../side-door/side-door.ts';
import { AwsError } from './aws-error.ts';
import type { Answer } from './error-answer.ts';
import { handleCall, refuseUnread } from './handle-call.ts';
import type { WireRequest } from './identify-call.ts';
import { readBody } from './read-body.ts';
import type { SimulatorState } from './simulator-state.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const MAX_SIDE_DOOR_BYTES = 64 * 1024;
/** Session tokens that carry a policy are long. */
const MAX_HEADER_BYTES = 64 * 1024;
const HANG_MS = 10 * 60_000;
/** Long enough for the first half of a body to arrive. */
const RESET_AFTER_MS = 20;
/** How often a call that waits for something is looked at again. */
const WAITS_MS = 50;
const SIDE_DOOR = '/_simulator';

/**
 * The HTTP server of the simulated AWS and its side door.
 * @param slowMs how long answers take that a fault slows
 */
export function createSimulatorServer(state: SimulatorState, slowMs: number): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 65_000 }, (incoming, outgoing) => {
    serve(state, slowMs, incoming, outgoing).catch(() => outgoing.destroy());
  });
  // Callers that break HTTP itself get an answer too, not a reset.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  return server;
}

async function serve(state: SimulatorState, slowMs: number, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = describe(incoming);
  const sideDoor = request.path === SIDE_DOOR || request.path.startsWith(`${SIDE_DOOR}/`);
  try {
    request.body = await readBody(incoming, sideDoor ? MAX_SIDE_DOOR_BYTES : MAX_BODY_BYTES);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    outgoing.setHeader('Connection', 'close');
    send(outgoing, refuseUnread(request, error));
    incoming.resume();
    return;
  }
  if (sideDoor) {
    send(outgoing, answerSideDoor(state, request, incoming.socket.remoteAddress ?? ''));
    return;
  }
  const began = performance.now();
  let outcome = handleCall(state, request);
  while (outcome.fate === 'wait') {
    await new Promise((resolve) => setTimeout(resolve, WAITS_MS));
    // A caller that has gone takes nothing.
    if (outgoing.destroyed) return;
    outcome = handleCall(state, request, performance.now() - began);
  }
  const { answer, fate } = outcome;
  switch (fate) {
    case 'answer':
      return send(outgoing, answer);
    case 'slow':
      return later(outgoing, slowMs, () => send(outgoing, answer));
    case 'hang':
      return later(outgoing, HANG_MS, () => outgoing.destroy());
    case 'drop':
      incoming.socket.destroy();
      return;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return;
    case 'reset-in-body': {
      outgoing.writeHead(answer.status, { ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) });
      outgoing.write(firstHalf(answer), () => later(outgoing, RESET_AFTER_MS, () => incoming.socket.resetAndDestroy()));
      return;
    }
    case 'malformed': {
      const { 'Content-Length': _, ...headers } = answer.headers;
      return send(outgoing, { ...answer, headers, body: firstHalf(answer) });
    }
  }
}

function firstHalf({ body }: Answer): Buffer {
  const whole = Buffer.from(body);
  return whole.subarray(0, Math.max(1, Math.floor(whole.length / 2)));
}

function describe(incoming: IncomingMessage): WireRequest {
  const url = incoming.url ?? '/';
  // Proxies send whole addresses; only path and query matter here.
  const local = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';
  const mark = local.indexOf('?');
  const rawQuery = mark < 0 ? '' : local.slice(mark + 1);
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? local : local.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: incoming.headers,
    body: new Uint8Array(),
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (outgoing.destroyed) return;
  const length = headers['Content-Length'] ?? String(Buffer.byteLength(body));
  outgoing.writeHead(status, status === 304 ? headers : { ...headers, 'Content-Length': length });
  outgoing.end(body);
}

/** Answers later, unless the caller has gone or the server is closing. */
function later(outgoing: ServerResponse, ms: number, then: () => void): void {
  const timer = setTimeout(then, ms);
  timer.unref();
  outgoing.on('close', () => clearTimeout(timer));
}
