import type { FleetFeed, LiveEvent } from '#lib/runtime-contract.ts';
import { COMMENT, frameOnce, OPENING } from './event-stream.ts';
import { openStreams } from './open-streams.ts';

/** A comment at this interval tells both ends that the other is there. */
const COMMENT_MS = 15_000;

/** What one viewer may leave unread, bytes. One event may be larger; a second one behind it ends the stream. */
const UNREAD_BYTES = 1_048_576;

export interface LiveStreamOptions {
  feed: FleetFeed;
  /** The last event that the viewer has; null for one who has none and wants what comes from now on. */
  lastEventId: string | null;
  /** Ends the stream: the viewer left. */
  signal: AbortSignal;
  /** Milliseconds until the session ends, and the stream with it. */
  lifetimeMs: number;
  /** Calls back when the session was ended; answers the function that ends the watch. */
  watch(onOver: () => void): () => void;
  /** Whether the viewer may look still; asked with each comment. An open stream counts as use of the session. */
  stillReads(): Promise<boolean>;
}

/**
 * The body of GET /api/live. Whoever comes back with the id of an event gets what came after it, or `resync` when that is
 * no longer known. Ends for a viewer who does not read, when the session ends, and when the server stops.
 */
export function liveStream({ feed, lastEventId, signal, lifetimeMs, watch, stillReads }: LiveStreamOptions): ReadableStream<Uint8Array> {
  let end = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let ended = false;
        const { closers } = openStreams();
        const send = (bytes: Uint8Array) => {
          if (ended) return;
          if ((controller.desiredSize ?? 0) <= 0) end();
          else controller.enqueue(bytes);
        };
        const unsubscribe = feed.subscribe((event) => send(frameOnce(event)));
        const comments = setInterval(() => {
          send(COMMENT);
          // A fault in looking is not a reason to go dark: the next comment looks again.
          void stillReads().then(
            (reads) => reads || end(),
            () => {},
          );
        }, COMMENT_MS);
        const expiry = setTimeout(() => end(), Math.min(lifetimeMs, 2 ** 31 - 1));
        end = () => {
          if (ended) return;
          ended = true;
          unsubscribe();
          unwatch();
          clearInterval(comments);
          clearTimeout(expiry);
          closers.delete(end);
          signal.removeEventListener('abort', end);
          try {
            controller.close();
          } catch {
            // The viewer cancelled: closed already.
          }
        };
        const unwatch = watch(() => end());
        closers.add(end);
        signal.addEventListener('abort', end);
        send(OPENING);
        for (const event of missed(feed, lastEventId)) send(frameOnce(event));
        if (signal.aborted) end();
      },
      cancel() {
        end();
      },
    },
    { highWaterMark: UNREAD_BYTES, size: (bytes) => bytes?.byteLength ?? 0 },
  );
}

function missed(feed: FleetFeed, lastEventId: string | null): readonly LiveEvent[] {
  if (lastEventId === null) return [];
  const current = feed.current();
  if (current?.version === lastEventId) return [];
  const events = feed.since(lastEventId);
  if (events) return events;
  const id = current?.version ?? '';
  return [{ id, type: 'resync', data: JSON.stringify({ version: id }) }];
}
