import type { Sessions } from '../iam/issue-session.ts';
import type { CallCounts } from '../side-door/call-counts.ts';
import type { Faults } from '../side-door/faults.ts';
import type { World } from '../world/types.ts';

/** What a running simulator holds. */
export interface SimulatorState {
  world: World;
  sessions: Sessions;
  faults: Faults;
  calls: CallCounts;
  /** Epoch ms of the host, for the age of signatures. */
  hostNow(): number;
}
