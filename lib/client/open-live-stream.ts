import { SESSION_OVERS, type SessionOver } from '#lib/domain/access/session-record.ts';
import { eventStreamParser, type LiveMessage } from './parse-event-stream.ts';
import { readProblem } from './read-problem.ts';

/** Why the server does not let this page look any more; `not-permitted`: no role gives it now. */
export type LockedOut = SessionOver | 'not-permitted';

/** Why a stream is over: the session is, or something between here and the server. */
export type StreamEnd = LockedOut | 'broken';

export interface StreamHandlers {
  onOpen(): void;
  onMessage(message: LiveMessage): void;
  /** Anything at all came, be it a comment. */
  onSign(): void;
  onEnd(end: StreamEnd): void;
}

/**
 * Opens the event stream once.
 * @param version the newest version that the page has, so that nothing between it and the stream is missed
 * @returns a function that ends it; after that no handler is called
 */
export function openLiveStream(version: string | null, handlers: StreamHandlers): () => void {
  const leave = new AbortController();
  void read(version, handlers, leave.signal).then((end) => {
    if (!leave.signal.aborted) handlers.onEnd(end);
  });
  return () => leave.abort();
}

async function read(version: string | null, handlers: StreamHandlers, signal: AbortSignal): Promise<StreamEnd> {
  try {
    const headers = { Accept: 'text/event-stream', ...(version === null ? {} : { 'Last-Event-ID': version }) };
    const response = await fetch('/api/live', { signal, headers, cache: 'no-store', credentials: 'same-origin' });
    if (response.status === 403) return 'not-permitted';
    if (response.status === 401) return overOf((await readProblem(response)).more.over);
    if (!response.ok || !response.body) return 'broken';
    handlers.onOpen();
    const parse = eventStreamParser(handlers.onMessage);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return 'broken';
      handlers.onSign();
      parse(value);
    }
  } catch {
    // Refused, reset or cut: which of them is the same to a page that comes back anyway.
    return 'broken';
  }
}

/** Why a session is over, as the server says; one that is not there was signed out. */
const overOf = (given: unknown): SessionOver => SESSION_OVERS.find((over) => over === given) ?? 'signed-out';
