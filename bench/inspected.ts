import { descriptorsOf, type Held } from './flatness.ts';

const MB = 1_048_576;
const LOOK = `JSON.stringify({
  ...process.memoryUsage(),
  handles: process.getActiveResourcesInfo().length,
  streams: globalThis.__cellwatchStreams?.closers.size ?? 0,
})`;

export interface Inspected {
  /** Collects the garbage of the process, and looks at what is left; also how many event streams are open. */
  look(): Promise<Held & { streams: number }>;
  close(): void;
}

/** Looks into another process of this machine through Node's inspector, which it listens for on a port of loopback. */
export async function inspect(port: number, pid: number): Promise<Inspected> {
  const listed = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(listed[0]?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')), { once: true });
  });
  const waiting = new Map<number, (result: { result?: { value?: unknown } }) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let last = 0;
  const ask = (method: string, params = {}) =>
    new Promise<{ result?: { value?: unknown } }>((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return {
    async look() {
      await ask('HeapProfiler.collectGarbage');
      const { result } = await ask('Runtime.evaluate', { expression: LOOK, returnByValue: true });
      const { heapUsed, rss, handles, streams } = JSON.parse(String(result?.value));
      return { heap: heapUsed / MB, resident: rss / MB, handles, streams, descriptors: descriptorsOf(pid) };
    },
    close: () => socket.close(),
  };
}
