import type { Plan, PlannedCall } from '#lib/domain/control/action.ts';

/** One line of a plan: a wave of a component (or the component as a whole), and what becomes of it. */
export interface PlanRow {
  key: string;
  component: string;
  /** Wave or stage; null for the component as a whole. */
  place: string | null;
  cells: number;
  text: string;
  /** Said where nothing can be done. */
  impossible: boolean;
}

/** A plan as lines to read: moves between versions by wave, else what its calls do by component; what can't be done last. */
export function planRows(plan: Plan): PlanRow[] {
  return [...(plan.moves.length > 0 ? moveRows(plan) : callRows(plan)), ...impossibleRows(plan)];
}

function moveRows({ verb, moves }: Plan): PlanRow[] {
  const rows = new Map<string, PlanRow>();
  const again = verb === 'roll-back' || verb === 'retry-stage' ? ' again' : '';
  for (const { component, wave, stage, from, to, bakeMinutes } of moves) {
    const bakes = bakeMinutes ? ` · bakes${again} ${bakeMinutes} min` : '';
    const text = `${from ?? 'unknown'} → ${to ?? 'unknown'}${bakes}`;
    const key = `${component}/${stage}/${text}`;
    const row = rows.get(key) ?? { key, component, place: wave ?? stage, cells: 0, text, impossible: false };
    rows.set(key, { ...row, cells: row.cells + 1 });
  }
  return [...rows.values()];
}

function callRows({ calls }: Plan): PlanRow[] {
  const byComponent = new Map<string, PlannedCall[]>();
  for (const call of calls) byComponent.set(call.component, [...(byComponent.get(call.component) ?? []), call]);
  return [...byComponent].map(([component, own]) => ({
    key: component,
    component,
    place: null,
    cells: new Set(own.flatMap((call) => call.cells)).size,
    text: shorten(own.map((call) => call.text)),
    impossible: false,
  }));
}

function impossibleRows({ impossible }: Plan): PlanRow[] {
  return impossible.map(({ component, stage, reason }) => ({
    key: `${component}/${stage ?? ''}/impossible`,
    component,
    place: stage,
    cells: 0,
    text: reason,
    impossible: true,
  }));
}

const DOOR = /^(close|open) the door before (.+)$/;

/** "close the door before A, close the door before B, stop x" reads "close the doors before A and B; stop x". */
function shorten(texts: readonly string[]): string {
  const doors = new Map<string, string[]>();
  const others: string[] = [];
  for (const text of texts) {
    const [, verb, place] = DOOR.exec(text) ?? [];
    if (verb && place) doors.set(verb, [...(doors.get(verb) ?? []), place]);
    else others.push(text);
  }
  const told = [...doors].map(([verb, places]) =>
    places.length === 1
      ? `${verb} the door before ${places[0]}`
      : `${verb} the doors before ${places.slice(0, -1).join(', ')} and ${places.at(-1)}`,
  );
  return [...told, ...others].join('; ');
}
