import type { Grant } from '#lib/domain/access/access.ts';
import { mayAct, type TouchedCell } from '#lib/domain/access/may-act.ts';
import { permits } from '#lib/domain/access/permits.ts';
import type { Verb } from '#lib/domain/control/action.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';

/** Why a person may not, as far as the page knows; null when they may. The server asks the same rule with all it knows. */
export function whyNot(
  grants: readonly Grant[],
  verb: Verb,
  where: {
    component: string;
    stage: string | null /** Names of the cells it reaches; null where the plan will tell. */;
    cells: readonly string[] | null;
  },
  fleet: readonly FleetCellView[],
): string | null {
  if (!permits(grants, 'control')) return 'None of your roles gives control of releases: ask for a group of operators.';
  // Over all components the plan tells, one by one, what is in reach.
  if (where.component === '*' || where.cells === null) return null;
  const known = byName(fleet);
  const cells = where.cells.flatMap((name): TouchedCell[] => {
    const cell = known.get(name);
    return cell ? [{ name, environment: cell.environment, wave: cell.wave }] : [];
  });
  const stage = where.stage ?? where.component;
  const judged = mayAct(grants, verb, {
    component: where.component,
    stages: [{ stage, cells, mapped: cells.length === where.cells.length }],
  });
  return judged.allowed ? null : capitalized(judged.reason);
}

const indices = new WeakMap<readonly FleetCellView[], ReadonlyMap<string, FleetCellView>>();

/** The cells by name, once a picture for all buttons of a page. */
function byName(fleet: readonly FleetCellView[]): ReadonlyMap<string, FleetCellView> {
  const known = indices.get(fleet) ?? new Map(fleet.map((cell) => [cell.name, cell]));
  indices.set(fleet, known);
  return known;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
