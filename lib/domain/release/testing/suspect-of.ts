import { ago } from '../fixture.ts';
import type { Suspect } from '../rollout.ts';

/** The suspicion that the router's new release made two cells sick. */
export function suspectOf(changes: Partial<Suspect> = {}): Suspect {
  return {
    component: 'router',
    revision: '2f9c1',
    executionId: 'new',
    contrast: '2 of 5 cells with 2f9c1 sick, 0 of 2 without',
    text: ', four minutes after router 2f9c1 reached it',
    sickWith: 2,
    with: 5,
    sickWithout: 0,
    without: 2,
    arrivedAt: ago(15),
    since: ago(11),
    certainty: 0.9,
    rival: null,
    ...changes,
  };
}
