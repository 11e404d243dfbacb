import { spawn } from 'node:child_process';
import { childEnvironment, ROOT } from './paths.mjs';

/**
 * Runs one command to its end. With `quiet` its output is kept and only given back.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    // Its output goes to our stderr: stdout is for the command's answer.
    const child = spawn(command, args, {
      cwd: ROOT,
      env: childEnvironment(env),
      stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const end = (signal) => child.kill(signal);
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve({ code: code ?? 1, output });
    });
  });
}
