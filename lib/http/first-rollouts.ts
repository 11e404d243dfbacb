import type { Published } from '#lib/runtime-contract.ts';

const views = new WeakMap<Published, unknown>();

/** The view behind published bytes, read once a version: what a page hands over with its first HTML. */
export function viewOf<T>(published: Published): T {
  let view = views.get(published);
  if (view === undefined) {
    view = JSON.parse(new TextDecoder().decode(published.identity));
    views.set(published, view);
  }
  return view as T;
}
