import type { Peers } from './peers.ts';
import type { Reading } from './reading.ts';
import type { Traffic } from './traffic.ts';
import type { Evidence } from './verdict.ts';
import { clockTime, count, percent } from './wording.ts';

/** Peers whose median is above this share of theirs have kept their traffic. */
const KEPT = 0.7;

/**
 * Lost traffic is critical when the peers kept theirs. When they fell too, something that all hang on is at fault: it
 * is told on the cell, and the finding about the fleet raises it. Without a peer to compare with, the loss stands alone and votes.
 */
export function judgeTrafficLost(reading: Reading, traffic: Traffic, peers: Pick<Peers, 'kept'>): Evidence | null {
  if (!reading.subject.inService || !traffic.lost || traffic.baseline === null || traffic.onset === null) return null;
  const votes = peers.kept === null || peers.kept > KEPT;
  const share = traffic.ratio === null ? 'little' : percent(traffic.ratio);
  const others =
    peers.kept === null
      ? 'There is no peer to compare with.'
      : votes
        ? `Its peers kept ${percent(peers.kept)} of theirs: look at what routes to this cell, and at the cell itself.`
        : `Its peers fell to ${percent(peers.kept)} of theirs too: look at what they share.`;
  return {
    kind: 'traffic-lost',
    health: votes ? 'critical' : 'degraded',
    text: `traffic ${share} of usual`,
    detail: `Traffic fell at ${clockTime(traffic.onset)} to ${share} of the ${count(Math.round(traffic.baseline))} requests a minute that were usual before. ${others}`,
    signal: 'requests',
    since: traffic.onset,
    informs: !votes,
  };
}
