import { createServer, request } from 'node:http';
import { onLoopback } from '#lib/testing/on-loopback.ts';

/** What a meddler answers instead of AWS; null lets the call through. */
type Meddle = (call: { operation: string; body: string }) => { status: number; type: string } | null;

/** For tests: stands before a simulator and answers some calls itself, as AWS does when it throttles one pipeline or refuses one operation. */
export async function meddlingProxy(target: string): Promise<{ url: string; meddler: { meddle: Meddle | null }; close(): Promise<void> }> {
  const meddler: { meddle: Meddle | null } = { meddle: null };
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const operation = String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const answer = meddler.meddle?.({ operation, body: body.toString('utf8') });
    if (answer) {
      outgoing.writeHead(answer.status, { 'Content-Type': 'application/x-amz-json-1.1' });
      outgoing.end(JSON.stringify({ __type: answer.type, message: 'meddled' }));
      return;
    }
    // All headers as they came: the Host is signed.
    const passed = request(new URL(incoming.url ?? '/', target), { method: incoming.method ?? 'POST', headers: incoming.headers });
    passed.on('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  });
  return { ...(await onLoopback(server)), meddler };
}
