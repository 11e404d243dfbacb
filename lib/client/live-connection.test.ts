import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Connection, keepLiveConnection, SILENCE_MS } from './live-connection.ts';
import type { StreamHandlers } from './open-live-stream.ts';

interface FakeStream extends StreamHandlers {
  version: string | null;
  closed: boolean;
}

function start({ hidden = false } = {}) {
  const streams: FakeStream[] = [];
  const states: Connection[] = [];
  const page = { hidden, version: 'boot-1' };
  const connection = keepLiveConnection({
    open(version, handlers) {
      const stream = { ...handlers, version, closed: false };
      streams.push(stream);
      return () => {
        stream.closed = true;
      };
    },
    version: () => page.version,
    hidden: () => page.hidden,
    onMessage: () => {},
    onState: (state) => states.push(state),
    random: () => 1,
  });
  const last = () => streams.at(-1) as FakeStream;
  return { connection, streams, states, page, last, names: () => states.map(({ state }) => state) };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the live connection', () => {
  test('is live from the moment the stream opens', () => {
    const { names, last } = start();
    expect(names()).toEqual(['connecting']);
    last().onOpen();
    expect(names()).toEqual(['connecting', 'live']);
  });

  test('a stream that ends and comes back at once is not called lost', () => {
    const { names, last, streams } = start();
    last().onOpen();
    last().onEnd('broken');
    vi.advanceTimersByTime(1);
    expect(streams).toHaveLength(2);
    last().onOpen();
    vi.advanceTimersByTime(10_000);
    expect(names()).toEqual(['connecting', 'live']);
  });

  test('a server that refuses is lost since the last sign of it', () => {
    const { states, last } = start();
    last().onOpen();
    vi.advanceTimersByTime(7_000);
    last().onSign();
    vi.advanceTimersByTime(3_000);
    last().onEnd('broken');
    vi.advanceTimersByTime(1);
    last().onEnd('broken');
    expect(states.at(-1)).toEqual({ state: 'lost', since: 1_007_000 });
  });

  test('a server that hangs is lost soon after the break', () => {
    const { names, last } = start();
    last().onOpen();
    last().onEnd('broken');
    vi.advanceTimersByTime(2_000);
    expect(names().at(-1)).toBe('lost');
  });

  test('silence is noticed: no sign for 35 s', () => {
    const { names, last, streams } = start();
    last().onOpen();
    vi.advanceTimersByTime(SILENCE_MS - 1);
    last().onSign();
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(streams).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(streams[0]?.closed).toBe(true);
    vi.advanceTimersByTime(2_000);
    expect(names().at(-1)).toBe('lost');
  });

  test('comes back within 5 s however long the server was away, and asks for what it missed', () => {
    const { names, last, streams, page } = start();
    last().onOpen();
    last().onEnd('broken');
    for (let second = 0; second < 600; second += 1) {
      vi.advanceTimersByTime(1_000);
      if (!last().closed) last().onEnd('broken');
    }
    page.version = 'boot-7';
    const before = streams.length;
    vi.advanceTimersByTime(5_000);
    expect(streams.length).toBeGreaterThan(before);
    last().onOpen();
    expect(last().version).toBe('boot-7');
    expect(names()).toEqual(['connecting', 'live', 'lost', 'live']);
  });

  test('never has two streams open', () => {
    const { connection, last, streams } = start();
    last().onOpen();
    connection.wake();
    last().onEnd('broken');
    connection.wake();
    connection.wake();
    vi.advanceTimersByTime(60_000);
    expect(streams.filter((stream) => !stream.closed).length).toBeLessThanOrEqual(1);
  });

  test('a hidden page asks less often, and at once when it is looked at', () => {
    const { connection, last, streams, page } = start({ hidden: true });
    for (let minute = 0; minute < 10; minute += 1) {
      last().onEnd('broken');
      vi.advanceTimersByTime(30_000);
    }
    last().onEnd('broken');
    const before = streams.length;
    vi.advanceTimersByTime(10_000);
    expect(streams).toHaveLength(before);
    page.hidden = false;
    connection.wake();
    expect(streams).toHaveLength(before + 1);
  });

  test('a session that is over ends the attempts', () => {
    const { connection, names, states, last, streams } = start();
    last().onOpen();
    last().onEnd('broken');
    vi.advanceTimersByTime(1);
    last().onEnd('revoked');
    vi.advanceTimersByTime(600_000);
    connection.wake();
    expect(streams).toHaveLength(2);
    expect(names().at(-1)).toBe('signed-out');
    expect(states.at(-1)?.why).toBe('revoked');
  });

  test('after stop nothing is opened again', () => {
    const { connection, last, streams } = start();
    last().onOpen();
    connection.stop();
    vi.advanceTimersByTime(600_000);
    expect(streams).toHaveLength(1);
    expect(streams[0]?.closed).toBe(true);
  });
});
