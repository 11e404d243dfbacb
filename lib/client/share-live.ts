import { type Connection, type LiveConnection, type LiveConnectionOptions, SILENCE_MS } from './live-connection.ts';
import type { LiveMessage } from './parse-event-stream.ts';

/** What the leading tab tells the others. */
type Word =
  | { kind: 'message'; message: LiveMessage }
  | { kind: 'state'; connection: Connection; hidden: boolean; version: string | null }
  | { kind: 'hello' };

/** The part of BroadcastChannel that is used. */
export interface TabChannel {
  postMessage(word: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

/** The part of Web Locks that is used. */
export interface TabLocks {
  request(name: string, options: { signal?: AbortSignal; steal?: boolean }, held: () => Promise<void>): Promise<unknown>;
}

interface ShareOptions {
  /** Both null: this tab has its own stream. */
  channel: TabChannel | null;
  locks: TabLocks | null;
  connect(options: Pick<LiveConnectionOptions, 'onMessage' | 'onState' | 'onSign'>): LiveConnection;
  version(): string | null;
  hidden(): boolean;
  onMessage(message: LiveMessage): void;
  onState(connection: Connection): void;
  /** Another tab is at this version. */
  onVersion(version: string): void;
}

const LOCK = 'cellwatch-live';

/**
 * One event stream per browser: the tab that holds the lock has it and passes on what comes; the others listen. HTTP/1.1
 * allows six connections a host, so six tabs with their own streams would leave none for anything else.
 */
export function shareLive(options: ShareOptions): LiveConnection {
  const { channel, locks, onMessage, onState } = options;
  if (!channel || !locks) return options.connect({ onMessage, onState });

  let own: LiveConnection | null = null;
  let connection: Connection = { state: 'connecting', since: Date.now() };
  let release = () => {};
  let waiting = new AbortController();
  let silence: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const tell = (word: Word) => channel.postMessage(word);
  const tellState = () => tell({ kind: 'state', connection, hidden: options.hidden(), version: options.version() });

  function lead(): Promise<void> {
    clearTimeout(silence);
    if (stopped) return Promise.resolve();
    own = options.connect({
      onMessage(message) {
        onMessage(message);
        tell({ kind: 'message', message });
      },
      onState(next) {
        // Taking over from another tab is no news to whoever looks at this one.
        if (next.state === 'connecting' && connection.state === 'live') return;
        connection = next;
        onState(next);
        tellState();
      },
      onSign: tellState,
    });
    return new Promise((resolve) => {
      release = resolve;
    });
  }

  function queue(): void {
    waiting = new AbortController();
    void locks?.request(LOCK, { signal: waiting.signal }, lead).catch(follow);
  }

  /** Takes the stream from a tab that sleeps. It finds out by its lock being gone, and queues again. */
  function steal(): void {
    waiting.abort();
    void locks?.request(LOCK, { steal: true }, lead).catch(follow);
  }

  /** The lock was stolen from us, or our place in the queue given up on purpose. */
  function follow(): void {
    if (stopped || !own) return;
    own.stop();
    own = null;
    queue();
    listen();
  }

  function listen(): void {
    clearTimeout(silence);
    silence = setTimeout(() => {
      if (!options.hidden()) steal();
    }, SILENCE_MS + 5_000);
  }

  channel.onmessage = ({ data }) => {
    const word = data as Word;
    if (word.kind === 'hello') {
      if (own) tellState();
      return;
    }
    if (own) return;
    listen();
    if (word.kind === 'message') {
      onMessage(word.message);
      return;
    }
    if (word.connection.state !== connection.state || word.connection.since !== connection.since) onState(word.connection);
    connection = word.connection;
    if (word.version !== null) options.onVersion(word.version);
    // A hidden tab's timers are slowed to once a minute; one that is looked at comes back sooner.
    if (word.connection.state === 'lost' && word.hidden && !options.hidden()) steal();
  };

  queue();
  listen();
  tell({ kind: 'hello' });
  return {
    stop() {
      stopped = true;
      clearTimeout(silence);
      waiting.abort();
      own?.stop();
      release();
      channel.close();
    },
    wake() {
      own?.wake();
      if (!own && connection.state !== 'live' && connection.state !== 'signed-out') tell({ kind: 'hello' });
    },
  };
}
