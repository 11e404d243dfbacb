import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeFleet, fakeRuntime } from './fake-runtime.ts';
import { liveStream } from './live-stream.ts';
import { openStreams } from './open-streams.ts';

function event(id: string, data = '{}') {
  return { id, type: 'fleet' as const, data };
}

function start({ lastEventId = null as string | null, lifetimeMs = 8 * 3600_000 } = {}) {
  const viewer = { reads: true, over: () => {}, watched: true };
  const server = fakeRuntime();
  server.setCurrent(fakeFleet('boot-5'));
  server.known.set('boot-3', [event('boot-4'), event('boot-5')]);
  const leave = new AbortController();
  const body = liveStream({
    feed: server.runtime.feed,
    lastEventId,
    signal: leave.signal,
    lifetimeMs,
    watch(onOver) {
      viewer.over = onOver;
      return () => {
        viewer.watched = false;
      };
    },
    stillReads: async () => viewer.reads,
  });
  const reader = body.getReader();
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
  return { ...server, leave, read, reader, viewer };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  for (const close of [...openStreams().closers]) close();
});

describe('the event stream', () => {
  test('starts with the time to come back after', async () => {
    expect(await start().read()).toMatch(/^retry: 2000\n/);
  });

  test('frames events with id, type and data', async () => {
    const { read, publish } = start();
    await read();
    publish(event('boot-6', '{"a":1}'));
    expect(await read()).toBe('id: boot-6\nevent: fleet\ndata: {"a":1}\n\n');
  });

  test('tells how an action stands without an id: the id to go on from stays that of the picture', async () => {
    const { read, publish } = start();
    await read();
    publish({ id: null, type: 'action', data: '{"id":"act-1","state":"done"}' });
    expect(await read()).toBe('event: action\ndata: {"id":"act-1","state":"done"}\n\n');
  });

  test('sends what came after the id that the viewer has', async () => {
    const { read } = start({ lastEventId: 'boot-3' });
    await read();
    expect(await read()).toContain('id: boot-4\n');
    expect(await read()).toContain('id: boot-5\n');
  });

  test('says resync, with the id to go on from, when the id is unknown', async () => {
    const { read } = start({ lastEventId: 'old-boot-99' });
    await read();
    expect(await read()).toBe('id: boot-5\nevent: resync\ndata: {"version":"boot-5"}\n\n');
  });

  test('says nothing to a viewer who has the newest', async () => {
    const { read, publish } = start({ lastEventId: 'boot-5' });
    await read();
    publish(event('boot-6'));
    expect(await read()).toContain('id: boot-6\n');
  });

  test('comments every 15 s', async () => {
    const { read } = start();
    await read();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await read()).toBe(': still here\n\n');
  });

  test('ends when the viewer leaves, and listens no more', async () => {
    const { leave, listeners, read } = start();
    expect(listeners.size).toBe(1);
    leave.abort();
    expect(listeners.size).toBe(0);
    await read();
    expect(await read()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends when the body is cancelled', async () => {
    const { reader, listeners } = start();
    await reader.cancel();
    expect(listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends when the session does', async () => {
    const { listeners } = start({ lifetimeMs: 60_000 });
    await vi.advanceTimersByTimeAsync(59_999);
    expect(listeners.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(listeners.size).toBe(0);
  });

  test('ends for a viewer who does not read, holding little of what it missed', () => {
    const { listeners, publish } = start();
    const large = 'x'.repeat(700_000);
    publish(event('boot-6', large));
    publish(event('boot-7', large));
    expect(listeners.size).toBe(1);
    publish(event('boot-8', large));
    expect(listeners.size).toBe(0);
  });

  test('lets one event through however large', async () => {
    const { read, publish, listeners } = start();
    await read();
    publish(event('boot-6', 'x'.repeat(5_000_000)));
    expect((await read())?.length).toBeGreaterThan(5_000_000);
    expect(listeners.size).toBe(1);
  });

  test('ends when the server stops', () => {
    const { listeners } = start();
    for (const close of [...openStreams().closers]) close();
    expect(listeners.size).toBe(0);
    expect(openStreams().closers.size).toBe(0);
  });

  test('ends at once when the session was ended, and watches it no longer', async () => {
    const { read, viewer, listeners } = start();
    await read();
    viewer.over();
    expect(await read()).toBeNull();
    expect(listeners.size).toBe(0);
    expect(viewer.watched).toBe(false);
  });

  test('ends with the next comment for whoever may not look any more', async () => {
    const { read, viewer } = start();
    await read();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await read()).toBe(': still here\n\n');
    viewer.reads = false;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await read()).toBe(': still here\n\n');
    expect(await read()).toBeNull();
  });
});
