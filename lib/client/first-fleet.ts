import type { PublishedFleet } from '#lib/runtime-contract.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';

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

/** The JSON as it stands inside a script element: no `<` in it, so that nothing in the data can end the element. */
export function scriptText(published: PublishedFleet): string {
  let text = scripts.get(published);
  if (text === undefined) {
    text = new TextDecoder().decode(published.identity).replaceAll('<', '\\u003c');
    scripts.set(published, text);
  }
  return text;
}

/** In the browser: the fleet of the first HTML; undefined when the page came without one. */
export function embeddedFleet(): FleetView | undefined {
  const text = document.getElementById(FLEET_DATA_ID)?.textContent;
  return text ? (JSON.parse(text) as FleetView) : undefined;
}
