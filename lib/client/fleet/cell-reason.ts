import { SERVICE_WORDS } from '#lib/client/format/state-words.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';

/** Why a cell looks as it does, in parts: "errors 20.1 %", its duration, "3 alarms". */
export interface CellReason {
  before: string;
  /** What it is compared with, ", objective 400": told where there is room. */
  beside: string;
  /** Epoch ms from which to count; null where the words already tell (or there is nothing to count). */
  since: number | null;
  after: string;
}

/** The reason in a few words; null for a healthy cell in service, whose figures speak. */
export function cellReason(cell: FleetCellView): CellReason | null {
  const voting = cell.evidence.filter(({ informs }) => !informs);
  const [worst] = voting;
  if (cell.state !== 'in-service') {
    const health = cell.health === 'healthy' ? 'healthy' : (worst?.text ?? cell.health.replace('-', ' '));
    return { before: `${SERVICE_WORDS[cell.state]} · ${health}`, beside: '', since: null, after: '' };
  }
  if (cell.health === 'healthy') return null;
  if (!worst) return { before: cell.health === 'no-data' ? 'no data yet' : cell.health, beside: '', since: null, after: '' };
  const alarms = worst.kind === 'alarm' ? undefined : voting.find(({ kind }) => kind === 'alarm');
  // "no data 6 min" counts by itself.
  const counted = /\d\s*(s|min|h|d)\b/.test(worst.text);
  const [, before = worst.text, beside = ''] = /^(.+?)(, (?:objective|its wave) .+)$/.exec(worst.text) ?? [];
  return { before, beside, since: counted ? null : Date.parse(cell.since), after: alarms ? alarms.text : '' };
}
