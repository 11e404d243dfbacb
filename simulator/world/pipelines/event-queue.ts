interface Event {
  at: number;
  /** Events of one moment happen in the order in which they were planned. */
  serial: number;
  run: () => void;
}

/** What is going to happen, by time: a binary heap. */
export class EventQueue {
  readonly #heap: Event[] = [];
  #serial = 0;

  /** When the next event is due, epoch ms; Infinity for never. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  add(at: number, run: () => void): void {
    const event = { at, serial: this.#serial++, run };
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above] as Event;
      if (!before(event, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = event;
  }

  /** Takes out the first one that is due by then. */
  takeUntil(to: number): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || first.at > to) return undefined;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1] as Event, heap[below] as Event)) below++;
      const child = heap[below] as Event;
      if (!before(child, last)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.serial < b.serial);
}
