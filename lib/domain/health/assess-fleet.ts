import { drain } from '../drain.ts';
import type { CellFacts } from '../facts.ts';
import type { Cell, Registry, SharedItem } from '../registry/registry.ts';
import { assessCell } from './assess-cell.ts';
import { findFleetEvidence } from './findings.ts';
import { writeHeadline } from './headline.ts';
import { gatherPeers } from './peers.ts';
import { type Reading, type Subject, toReading } from './reading.ts';
import { summarize } from './summary.ts';
import { measureTraffic, type Traffic } from './traffic.ts';
import type { CellVerdict, FleetVerdict } from './verdict.ts';

export interface FleetFacts {
  registry: Registry;
  /** Facts by cell name; a cell without facts has never been read. */
  facts: ReadonlyMap<string, CellFacts>;
  /** Facts by name of shared item. */
  shared: ReadonlyMap<string, CellFacts>;
  /** Epoch ms. */
  now: number;
  /** The verdict before this one: better states need three good minutes. */
  previous: FleetVerdict | null;
}

const UNREAD: CellFacts = {
  minutes: {},
  hours: {},
  metricReads: {},
  alarms: [],
  alarmRead: { observedAt: null, intervalMs: 60_000, failure: null },
};

/** Judges every cell and shared item of the registry, then the fleet as a whole. */
export function assessFleet(given: FleetFacts): FleetVerdict {
  return drain(assessFleetSteps(given));
}

/**
 * The same in steps of at most a few milliseconds each, for whoever has other things to do between them. Facts may be read on
 * meanwhile: the minute that a cell is judged on is chosen in its first step.
 */
export function* assessFleetSteps({ registry, facts, shared, now, previous }: FleetFacts): Generator<undefined, FleetVerdict> {
  const patterns = registry.alarms;
  const subjects: { name: string; wave: string | null; reading: Reading; traffic: Traffic; previous: CellVerdict | null }[] = [];
  for (const cell of registry.cells) {
    const { name, wave } = cell;
    const before = previous?.cells.get(name) ?? null;
    const reading = toReading(cellSubject(cell, registry), facts.get(name) ?? UNREAD);
    subjects.push({ name, wave, reading, traffic: measureTraffic(reading, before?.memory.baseline ?? null), previous: before });
    yield;
  }
  const peersOf = gatherPeers(subjects);
  yield;
  const cells = new Map<string, CellVerdict>();
  for (const subject of subjects) {
    const { reading, traffic } = subject;
    cells.set(subject.name, assessCell({ reading, traffic, peers: peersOf(subject), patterns, now, previous: subject.previous }));
    yield;
  }
  const fleet = peersOf(null);
  const items = new Map<string, CellVerdict>();
  for (const item of registry.shared) {
    const reading = toReading(sharedSubject(item), shared.get(item.name) ?? UNREAD);
    const before = previous?.shared.get(item.name) ?? null;
    // A shared item has no like: nothing excuses its loss of traffic, and the cells tell whether anything reports.
    const peers = { ...fleet, kept: null, wave: null };
    const measured = measureTraffic(reading, before?.memory.baseline ?? null);
    items.set(item.name, assessCell({ reading, traffic: measured, peers, patterns, now, previous: before }));
  }
  yield;
  const findings = findFleetEvidence(registry, cells, items);
  yield;
  const summary = summarize(registry, cells);
  yield;
  return { at: now, cells, shared: items, findings, summary, headline: writeHeadline({ registry, cells, findings, summary }) };
}

function cellSubject(cell: Cell, registry: Registry): Subject {
  return {
    name: cell.name,
    objectives: cell.objectives,
    signals: registry.metrics.signals,
    inService: cell.state === 'in-service',
    alarmsExpected: cell.accountId !== null,
  };
}

/** Alarms of shared items count once they have been asked for. */
function sharedSubject(item: SharedItem): Subject {
  return { name: item.name, objectives: item.objectives, signals: item.signals, inService: true, alarmsExpected: false };
}
