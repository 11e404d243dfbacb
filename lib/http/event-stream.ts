import type { LiveEvent } from '#lib/runtime-contract.ts';

const encoder = new TextEncoder();

/** Sent to every viewer as they are. */
export const COMMENT = encoder.encode(': still here\n\n');

/** How long a browser's own EventSource waits before it comes back, ms. */
export const OPENING = encoder.encode('retry: 2000\n: open\n\n');

/** One event in the wire format of server-sent events. A line break in the data starts another data line. */
export function frameEvent(event: LiveEvent): Uint8Array {
  const data = event.data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  const id = event.id === null ? '' : `id: ${event.id.replace(/[\r\n\0]/g, '')}\n`;
  return encoder.encode(`${id}event: ${event.type}\n${data.join('')}\n`);
}

const framed = new WeakMap<LiveEvent, Uint8Array>();

/** The same, encoded once for all viewers: a queue of slow viewers holds references, not copies. */
export function frameOnce(event: LiveEvent): Uint8Array {
  let bytes = framed.get(event);
  if (!bytes) {
    bytes = frameEvent(event);
    framed.set(event, bytes);
  }
  return bytes;
}
