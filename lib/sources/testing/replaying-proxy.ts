import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { onLoopback } from '#lib/testing/on-loopback.ts';

/** One answer as it went over the wire. */
export interface WireAnswer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** Stands between the SDK and a simulator: keeps the last answer of each operation, or gives one itself. */
export async function replayingProxy(target: string) {
  const kept = new Map<string, WireAnswer>();
  /** What all calls get; null lets them through. */
  const replay: { answer: WireAnswer | null } = { answer: null };
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (replay.answer) {
      outgoing.writeHead(replay.answer.status, replay.answer.headers);
      outgoing.end(replay.answer.body);
      return;
    }
    // All headers as they came: the Host is signed.
    const passed = request(new URL(incoming.url ?? '/', target), { method: incoming.method ?? 'POST', headers: incoming.headers });
    passed.on('response', async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      const answer = { status: response.statusCode ?? 502, headers: withoutFraming(response.headers), body: Buffer.concat(parts) };
      kept.set(operationOf(incoming.headers, body), answer);
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end(answer.body);
    });
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  });
  return { ...(await onLoopback(server)), kept, replay };
}

function operationOf(headers: IncomingHttpHeaders, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.')[1] ?? '';
  return new URLSearchParams(body.toString('utf8')).get('Action') ?? 'GetObject';
}

/** Node counts the bytes of what is sent anew; a checksum of S3 would only hold for the body that was. */
function withoutFraming(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const framing = /^(content-length|transfer-encoding|connection|keep-alive|x-amz-checksum-.*|x-amzn-crc.*)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !framing.test(name)));
}
