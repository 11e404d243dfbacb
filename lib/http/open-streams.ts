/** Every event stream that is open, so that a server asked to stop does not wait for viewers to leave. */
interface OpenStreams {
  closers: Set<() => void>;
  stopping: boolean;
}

// One per process: route bundles are separate module graphs, and a hot reload must not add a second signal handler.
const shared = globalThis as { __cellwatchStreams?: OpenStreams };

export function openStreams(): OpenStreams {
  if (shared.__cellwatchStreams) return shared.__cellwatchStreams;
  const streams: OpenStreams = { closers: new Set(), stopping: false };
  shared.__cellwatchStreams = streams;
  const stop = () => {
    streams.stopping = true;
    for (const close of [...streams.closers]) close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return streams;
}
