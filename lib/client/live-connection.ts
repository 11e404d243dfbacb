import type { LockedOut, StreamEnd, StreamHandlers } from './open-live-stream.ts';
import type { LiveMessage } from './parse-event-stream.ts';

const CONNECTION_STATES = ['connecting', 'live', 'lost', 'signed-out'] as const;

/** Whether the page hears the server. `since`: epoch ms; for `lost` the last moment at which it did. */
export interface Connection {
  state: (typeof CONNECTION_STATES)[number];
  since: number;
  /** Of `signed-out`. */
  why?: LockedOut;
}

/** The server sends a comment every 15 s: after two that did not come, nobody is there. */
export const SILENCE_MS = 35_000;

/** A stream that breaks is opened again at once; only when that takes longer than this is it called lost. */
const GRACE_MS = 1_500;
const BACK_OFF_MS = [0, 500, 1_000, 2_000, 4_000] as const;
const LONGEST_MS = 5_000;
const LONGEST_HIDDEN_MS = 30_000;

export interface LiveConnectionOptions {
  open(version: string | null, handlers: StreamHandlers): () => void;
  /** The newest version that the page has. */
  version(): string | null;
  /** True while nobody looks at the page. */
  hidden(): boolean;
  onMessage(message: LiveMessage): void;
  onState(connection: Connection): void;
  /** The stream is there, and its server too. */
  onSign?(): void;
  now?(): number;
  random?(): number;
}

export interface LiveConnection {
  stop(): void;
  /** The page is looked at again, or the network is back: tries now. */
  wake(): void;
}

/** Keeps one event stream open: comes back by itself, notices silence, and says what the page may believe. */
export function keepLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { now = Date.now, random = Math.random } = options;
  let connection: Connection = { state: 'connecting', since: now() };
  let close: (() => void) | null = null;
  let attempts = 0;
  let lastSign = now();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  options.onState(connection);

  function become(state: Connection['state'], since: number, why?: LockedOut): void {
    if (connection.state === state) return;
    connection = { state, since, ...(why === undefined ? {} : { why }) };
    options.onState(connection);
  }

  function watchFor(ms: number): void {
    clearTimeout(watch);
    watch = setTimeout(() => onEnd('broken'), ms);
  }

  function connect(): void {
    clearTimeout(retry);
    attempts += 1;
    // An attempt that hangs is given up like a stream that fell silent.
    watchFor(connection.state === 'live' ? GRACE_MS : SILENCE_MS);
    close = options.open(options.version(), {
      onOpen() {
        attempts = 0;
        sign();
        become('live', now());
      },
      onMessage: options.onMessage,
      onSign: sign,
      onEnd,
    });
  }

  function sign(): void {
    lastSign = now();
    watchFor(SILENCE_MS);
    options.onSign?.();
  }

  function onEnd(end: StreamEnd): void {
    clearTimeout(watch);
    close?.();
    close = null;
    if (stopped) return;
    if (end !== 'broken') {
      become('signed-out', now(), end);
      return;
    }
    // The first attempt after a break is made at once and in silence.
    if (attempts > 0) become('lost', lastSign);
    const longest = options.hidden() ? LONGEST_HIDDEN_MS : LONGEST_MS;
    const wait = Math.min(BACK_OFF_MS[attempts] ?? longest, longest);
    clearTimeout(retry);
    retry = setTimeout(connect, wait * (0.75 + 0.25 * random()));
  }

  connect();
  return {
    stop() {
      stopped = true;
      clearTimeout(retry);
      clearTimeout(watch);
      close?.();
    },
    wake() {
      if (stopped || connection.state === 'signed-out') return;
      if (close && now() - lastSign > SILENCE_MS) {
        // The page slept, its timers too: the stream is dead and nobody noticed.
        onEnd('broken');
      } else if (!close) {
        attempts = Math.min(attempts, 1);
        connect();
      }
    },
  };
}
