import { EXPLORER_STATES, type ExplorerState } from '../world/costs/costs-world.ts';
import type { World } from '../world/types.ts';
import type { CallCounts } from './call-counts.ts';
import { readObject, refuseOthers, word } from './read-side-door.ts';

const USD_A_REQUEST = 0.01;

/** What GET /_simulator/costs tells: what is true of the bill, and what the calls of Cost Explorer come to (each answered page; failed ones are free). */
export function describeCosts(world: World, calls: CallCounts) {
  const ofExplorer = calls.list().filter(({ service }) => service === 'CostExplorer');
  const paid = ofExplorer.reduce((sum, { count, errors }) => sum + count - errors, 0);
  const failed = ofExplorer.reduce((sum, { errors }) => sum + errors, 0);
  return { ...world.costs.truth(), explorer: world.costs.explorer, requests: { paid, failed, usd: (paid * USD_A_REQUEST).toFixed(2) } };
}

/** What POST /_simulator/costs asks for. @throws SideDoorError that says what was expected */
export function readExplorerState(body: Uint8Array): ExplorerState {
  const input = readObject(body, '{"explorer":"data-unavailable"}');
  refuseOthers(input, ['explorer']);
  return word(input.explorer, 'explorer', EXPLORER_STATES);
}
