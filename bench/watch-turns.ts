import { percentile } from './percentile.ts';

/** Of the main thread's turns of the event loop, ms: how long they held it, and how much of that was work of ours. */
export interface Turns {
  /** CPU time. On a machine that others use too it tells what the wall clock can't. */
  cpuP99: number;
  cpuMax: number;
  wallP99: number;
  wallMax: number;
}

/** Watches turns until the answered function is called. A turn shorter than the timer's millisecond counts with its neighbours. */
export function watchTurns(): () => Turns {
  const cpu: number[] = [];
  const wall: number[] = [];
  let watching = true;
  let lastCpu = threadCpu();
  let lastWall = performance.now();
  const look = () => {
    const nowCpu = threadCpu();
    const nowWall = performance.now();
    cpu.push(nowCpu - lastCpu);
    wall.push(nowWall - lastWall);
    lastCpu = nowCpu;
    lastWall = nowWall;
    if (watching) setTimeout(look, 1);
  };
  setTimeout(look, 1);
  return () => {
    watching = false;
    look();
    return { cpuP99: percentile(cpu, 0.99), cpuMax: Math.max(...cpu), wallP99: percentile(wall, 0.99), wallMax: Math.max(...wall) };
  };
}

function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
