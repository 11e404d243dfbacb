/** How long work goes on without a break, ms. */
const SLICE_MS = 5;
/** Turns of the event loop left to others after each one taken here: a request needs several until it is answered. */
const LEFT_TO_OTHERS = 4;

const waiting: (() => void)[] = [];
let turning = false;

/**
 * Waits for a turn of the event loop of one's own. All that is heavy waits here, so that two heavy things never share a turn and
 * requests are answered between them. First come, first served.
 */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (turning) return;
    turning = true;
    setImmediate(turn, LEFT_TO_OTHERS);
  });
}

function turn(left: number): void {
  if (left > 0) {
    setImmediate(turn, left - 1);
    return;
  }
  waiting.shift()?.();
  turning = waiting.length > 0;
  if (turning) setImmediate(turn, LEFT_TO_OTHERS);
}

/** Drives small steps to their end, a few milliseconds of them a turn. What they throw is thrown. */
export async function inTurns<T>(steps: Iterator<unknown, T>): Promise<T> {
  for (;;) {
    await ownTurn();
    const end = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
  }
}
