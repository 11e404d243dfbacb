/** Items turned into JSON at once: about a millisecond's work. */
const ITEMS_A_STEP = 200;

/** JSON of an object with one long list, in steps: the members of `rest`, then the list. Pieces go to `write` as they come. */
export function* objectJsonSteps(
  rest: object,
  list: string,
  items: Iterable<unknown>,
  write: (piece: string) => void,
): Generator<undefined, void> {
  const head = JSON.stringify(rest).slice(0, -1);
  write(`${head}${head === '{' ? '' : ','}${JSON.stringify(list)}:[`);
  yield;
  let some: unknown[] = [];
  let separator = '';
  const flush = () => {
    if (some.length === 0) return;
    write(separator + JSON.stringify(some).slice(1, -1));
    separator = ',';
    some = [];
  };
  for (const item of items) {
    if (some.push(item) < ITEMS_A_STEP) continue;
    flush();
    yield;
  }
  flush();
  write(']}');
}
