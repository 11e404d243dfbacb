import { closest } from 'fastest-levenshtein';
import type { ReleaseOrder } from '../world/release-types.ts';
import type { World } from '../world/types.ts';
import { invalid, readObject, refuseOthers, share, text, word } from './read-side-door.ts';

const QUALITIES = ['good', 'bad'] as const;
const MOST_MESSAGE = 200;

/** What POST /_simulator/releases asks for. @throws SideDoorError that says what was expected */
export function readRelease(body: Uint8Array, world: World): ReleaseOrder {
  const names = world.releases.components().map(({ name }) => name);
  const waves = [...new Set(world.cells.flatMap((cell) => cell.wave ?? []))];
  const input = readObject(body, '{"component":"router","quality":"bad","severity":0.5}');
  refuseOthers(input, ['component', 'quality', 'severity', 'wave', 'message']);
  const component = text(input.component, 'component', 'the name of a component');
  if (!names.includes(component)) throw invalid(`There is no component "${component}"; did you mean "${closest(component, names)}"?`);
  const severity = share(input.severity, 'severity');
  const message = input.message === undefined ? undefined : text(input.message, 'message', 'a text').slice(0, MOST_MESSAGE);
  return {
    component,
    quality: word(input.quality, 'quality', QUALITIES),
    ...(severity === undefined ? {} : { severity }),
    ...(input.wave === undefined ? {} : { wave: word(input.wave, 'wave', waves) }),
    ...(message === undefined ? {} : { message }),
  };
}

/** What POST /_simulator/lag asks for, seconds. @throws SideDoorError that says what was expected */
export function readLag(body: Uint8Array): number {
  const input = readObject(body, '{"seconds":5}');
  refuseOthers(input, ['seconds']);
  const { seconds } = input;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= 3600)) {
    throw invalid(`seconds is ${JSON.stringify(seconds) ?? 'missing'}; expected a number from 0 to 3600.`);
  }
  return seconds;
}
