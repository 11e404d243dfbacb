import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection, LiveConnectionOptions } from './live-connection.ts';
import type { LiveMessage } from './parse-event-stream.ts';
import { shareLive, type TabChannel, type TabLocks } from './share-live.ts';

/** The browser around the tabs: one lock, one channel. */
function browser() {
  const channels = new Set<TabChannel>();
  const queue: { held: () => Promise<void>; signal?: AbortSignal; reject(error: Error): void; resolve(value: unknown): void }[] = [];
  let holder: (typeof queue)[number] | null = null;

  function next(): void {
    while (!holder && queue.length > 0) {
      const request = queue.shift();
      if (!request || request.signal?.aborted) continue;
      holder = request;
      void request.held().then(() => {
        if (holder === request) holder = null;
        request.resolve(undefined);
        next();
      });
    }
  }

  const locks: TabLocks = {
    request: (_name, { signal, steal }, held) =>
      new Promise((resolve, reject) => {
        const request = { held, resolve, reject, ...(signal ? { signal } : {}) };
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        if (steal) {
          holder?.reject(new Error('stolen'));
          holder = null;
          queue.unshift(request);
        } else queue.push(request);
        queueMicrotask(next);
      }),
  };

  function channel(): TabChannel {
    const mine: TabChannel = {
      onmessage: null,
      postMessage(word) {
        const data = structuredClone(word);
        for (const other of channels) if (other !== mine) queueMicrotask(() => other.onmessage?.({ data } as MessageEvent));
      },
      close: () => channels.delete(mine),
    };
    channels.add(mine);
    return mine;
  }

  return { locks, channel };
}

type Connected = Pick<LiveConnectionOptions, 'onMessage' | 'onState' | 'onSign'> & { stopped: boolean };

function tab(around: ReturnType<typeof browser> | null, { hidden = false } = {}) {
  const connected: Connected[] = [];
  const messages: LiveMessage[] = [];
  const states: Connection[] = [];
  const versions: string[] = [];
  const page = { hidden };
  const live = shareLive({
    channel: around?.channel() ?? null,
    locks: around?.locks ?? null,
    connect(options) {
      const one = { ...options, stopped: false };
      connected.push(one);
      return {
        stop: () => {
          one.stopped = true;
        },
        wake: () => {},
      };
    },
    version: () => 'boot-1',
    hidden: () => page.hidden,
    onMessage: (message) => messages.push(message),
    onState: (state) => states.push(state),
    onVersion: (version) => versions.push(version),
  });
  return { live, connected, messages, states, versions, page, open: () => connected.filter((one) => !one.stopped) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const message: LiveMessage = { type: 'fleet', id: 'boot-2', data: '{}' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('of many tabs one has the stream, and all get what comes', async () => {
  const around = browser();
  const tabs = [tab(around), tab(around), tab(around)];
  await settle();
  expect(tabs.map((one) => one.open().length)).toEqual([1, 0, 0]);
  tabs[0]?.connected[0]?.onState({ state: 'live', since: 1 });
  tabs[0]?.connected[0]?.onMessage(message);
  await settle();
  for (const one of tabs) {
    expect(one.messages).toEqual([message]);
    expect(one.states.at(-1)).toEqual({ state: 'live', since: 1 });
  }
});

test('a tab that comes later learns the state and the version at once', async () => {
  const around = browser();
  const first = tab(around);
  await settle();
  first.connected[0]?.onState({ state: 'live', since: 1 });
  const second = tab(around);
  await settle();
  expect(second.states.at(-1)).toEqual({ state: 'live', since: 1 });
  expect(second.versions).toEqual(['boot-1']);
});

test('when the leading tab closes, another takes over without calling anything lost', async () => {
  const around = browser();
  const first = tab(around);
  const second = tab(around);
  await settle();
  first.connected[0]?.onState({ state: 'live', since: 1 });
  await settle();
  first.live.stop();
  await settle();
  expect(first.open()).toHaveLength(0);
  expect(second.open()).toHaveLength(1);
  second.connected[0]?.onState({ state: 'connecting', since: 2 });
  second.connected[0]?.onState({ state: 'live', since: 3 });
  expect(second.states.map(({ state }) => state)).not.toContain('connecting');
});

test('a tab that is looked at takes the stream from one that fell silent', async () => {
  const around = browser();
  const asleep = tab(around, { hidden: true });
  await settle();
  asleep.connected[0]?.onState({ state: 'live', since: 1 });
  const awake = tab(around);
  await settle();
  await vi.advanceTimersByTimeAsync(41_000);
  expect(awake.open()).toHaveLength(1);
  expect(asleep.open()).toHaveLength(0);
});

test('a tab that is looked at takes over a lost stream from a hidden one, whose timers are slow', async () => {
  const around = browser();
  const hidden = tab(around, { hidden: true });
  const seen = tab(around);
  await settle();
  hidden.connected[0]?.onState({ state: 'lost', since: 1 });
  await settle();
  expect(seen.open()).toHaveLength(1);
  expect(hidden.open()).toHaveLength(0);
});

test('without locks or channel each tab has its own stream', async () => {
  const alone = [tab(null), tab(null)];
  await settle();
  expect(alone.map((one) => one.open().length)).toEqual([1, 1]);
});
