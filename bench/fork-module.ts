import { type ChildProcess, fork } from 'node:child_process';

/** Runs a module of this folder in a process of its own. */
export function start(module: string, argument: string): ChildProcess {
  return fork(new URL(module, import.meta.url), [argument], { stdio: 'inherit' });
}

/** The first message that it sends. */
export function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (sent) => resolve(sent as T));
    child.once('exit', (code) => reject(new Error(`A process of the benchmark ended early (${code}).`)));
  });
}
