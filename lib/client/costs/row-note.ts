import type { CostsRowView } from '#lib/views/costs-view.ts';
import { counted } from '../format/figures.ts';

/** The few quiet words beside a row's name: its wave, how many cells, what it consists of, or why it has no cost. */
export function rowNote({ kind, wave, state, cells, withoutCost, parts, why, cost }: CostsRowView): string {
  if (cost === null && why !== null) return why;
  const words: string[] = [];
  if (kind === 'cell' && wave !== null) words.push(wave);
  if (kind === 'cell' && state !== null && state !== 'in-service') words.push(state);
  if (kind === 'group' && cells > 0) words.push(counted(cells, 'cell'));
  if (withoutCost > 0) words.push(`${counted(withoutCost, 'more cell', 'more cells')} without a cost source`);
  if (parts.length > 0) words.push(parts.slice(0, 3).join(', ') + (parts.length > 3 ? ` and ${parts.length - 3} more` : ''));
  return words.join(' · ');
}
