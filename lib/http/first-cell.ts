import type { Runtime } from '#lib/runtime-contract.ts';
import type { CellRange, CellView } from '#lib/views/fleet-view.ts';

/** A page that takes longer feels broken; the charts can come later, the state of the cell can't. */
const PATIENCE_MS = 600;

/**
 * The cell as the page first shows it. A long range is read from AWS on demand: when that takes too long the page comes with
 * the last hour, and the browser fetches the range.
 */
export async function firstCell(runtime: Pick<Runtime, 'cell'>, name: string, range: CellRange): Promise<CellView | null> {
  if (range === '1h') return runtime.cell(name, range);
  const asked = runtime.cell(name, range);
  // Handled here as well, because nobody waits for it any more once the time is over.
  asked.catch(() => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'late');
  });
  try {
    const first = await Promise.race([asked, late]);
    return first === 'late' ? await runtime.cell(name, '1h') : first;
  } catch {
    return runtime.cell(name, '1h');
  } finally {
    clearTimeout(timer);
  }
}
