import type { PublishedFleet } from '#lib/runtime-contract.ts';
import type { FleetOutline, FleetView } from '#lib/views/fleet-view.ts';

/** The element that holds the fleet in the first HTML. */
export const FLEET_DATA_ID = 'fleet-data';

/** The picture as the server has it when it draws a page: put there by the process, read while drawing. */
export type PublishedSource = { current(): PublishedFleet | null };

const shared = globalThis as { __cellwatchPublished?: PublishedSource };

/** Called by pages on the server, before they are drawn. */
export function exposePublished(source: PublishedSource): void {
  shared.__cellwatchPublished = source;
}

/** On the server: the picture of now. */
export function publishedNow(): PublishedFleet | null {
  return shared.__cellwatchPublished?.current() ?? null;
}

const scripts = new WeakMap<PublishedFleet, string>();

/** The whole as it stands inside a script element. */
export function scriptText(published: PublishedFleet): string {
  let text = scripts.get(published);
  if (text === undefined) {
    text = inScript(new TextDecoder().decode(published.identity));
    scripts.set(published, text);
  }
  return text;
}

/** The outline, likewise. */
export function outlineText({ view: { cells: _, ...outline } }: PublishedFleet): string {
  return inScript(JSON.stringify(outline));
}

/** No `<` in it, so that nothing in the data can end the element. */
function inScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

/** In the browser: what the first HTML told; undefined when the page came without it. */
export function embeddedFleet(): FleetView | FleetOutline | undefined {
  const text = document.getElementById(FLEET_DATA_ID)?.textContent;
  return text ? (JSON.parse(text) as FleetView | FleetOutline) : undefined;
}
