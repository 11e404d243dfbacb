import { spawn } from 'node:child_process';
import { childEnvironment, ROOT } from './paths.mjs';
import { say } from './say.mjs';

const GRACE_MS = 8_000;

/** A group of child processes that live and end together. */
export class Processes {
  #children = new Map();
  #ending = null;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void this.end(0));
  }

  /** Starts one; when it ends by itself, all end with its exit code. */
  start(name, command, args, env = {}) {
    // A process group of its own: Ctrl-C reaches us alone, and we end the children in order.
    const child = spawn(command, args, { cwd: ROOT, env: childEnvironment(env), stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    this.#children.set(name, child);
    child.once('error', (error) => {
      say(`${name} could not be started: ${error.message}`);
      void this.end(1);
    });
    child.once('exit', (code, signal) => {
      this.#children.delete(name);
      if (this.#ending) return;
      say(`\n${name} ended by itself (${signal ?? `exit code ${code}`}); its last words stand above.`);
      void this.end(code || 1);
    });
    return child;
  }

  /** Ends all, gently first, then exits. */
  end(code) {
    this.#ending ??= (async () => {
      const left = [...this.#children.values()];
      for (const child of left) signalGroup(child, 'SIGTERM');
      const ended = Promise.all(
        left.map(
          (child) =>
            new Promise((resolve) => (child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', resolve))),
        ),
      );
      const late = setTimeout(() => {
        for (const child of left) signalGroup(child, 'SIGKILL');
      }, GRACE_MS);
      await ended;
      clearTimeout(late);
      process.exit(code);
    })();
    return this.#ending;
  }
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** Resolves once `url` answers with one of `statuses`; rejects after `seconds`. */
export async function untilAnswers(url, statuses, seconds) {
  const end = Date.now() + seconds * 1000;
  let last = 'no answer';
  while (Date.now() < end) {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      if (statuses.includes(response.status)) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error.cause?.code ?? error.message;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${url} did not answer within ${seconds} s (${last})`);
}
