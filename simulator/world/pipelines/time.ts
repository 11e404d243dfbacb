import { EventQueue } from './event-queue.ts';

export interface Time {
  /** The moment that is being worked off; the clock's outside of that. Epoch ms. */
  now(): number;
  /** Works off everything up to the clock's now. */
  catchUp(): void;
  /** Does something at the clock's now, after all that came before. */
  act<T>(action: () => T): T;
  /** Plans what happens at a time; what is overdue happens next. */
  plan(at: number, run: () => void): void;
}

/** The time of the pipelines. It stops at each event, so that metrics and alarms which are asked then answer as of then. */
export function createTime(clock: { now(): number }): Time {
  const queue = new EventQueue();
  let moment: number | null = null;

  function catchUp(): void {
    if (moment !== null) return;
    const to = clock.now();
    if (queue.nextAt > to) return;
    try {
      for (let event = queue.takeUntil(to); event; event = queue.takeUntil(to)) {
        moment = event.at;
        event.run();
      }
    } finally {
      moment = null;
    }
  }
  return {
    now: () => moment ?? clock.now(),
    catchUp,
    act(action) {
      if (moment !== null) return action();
      catchUp();
      moment = clock.now();
      try {
        return action();
      } finally {
        moment = null;
      }
    },
    plan(at, run) {
      queue.add(moment === null ? at : Math.max(at, moment), run);
    },
  };
}

/** The same functions, each of which works off what is due first. */
export function caughtUp<T extends object>(part: T, time: Time): T {
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function'
      ? (...input: unknown[]) => {
          time.catchUp();
          return value(...input);
        }
      : value,
  ]);
  return Object.fromEntries(entries) as T;
}
