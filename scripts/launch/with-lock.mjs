import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CACHE } from './paths.mjs';
import { say } from './say.mjs';

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Runs `work` while no other command of this checkout does the same; waits for it to end. */
export async function withLock(name, work) {
  const path = `${CACHE}${name}.lock`;
  mkdirSync(CACHE, { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      let holder = 0;
      try {
        holder = Number(readFileSync(path, 'utf8'));
      } catch {
        continue;
      }
      if (holder > 0 && !alive(holder)) {
        rmSync(path, { force: true });
        continue;
      }
      if (!told) say(`Waiting for another command (process ${holder}) to finish its ${name} …`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
