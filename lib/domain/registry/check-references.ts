import type { Refuse } from '#lib/domain/document/fault-list.ts';
import { suggest } from '#lib/domain/document/suggest.ts';
import { checkObjectives } from './check-objectives.ts';
import { AWS_REGIONS } from './regions.ts';
import type { RegistryDocument } from './schema.ts';
import type { WellShapedParts } from './well-shaped-parts.ts';

/** Refuses what one member says wrongly of another: waves, names, accounts, Regions, objectives. Silent on parts that are ill-shaped. */
export function checkReferences(document: WellShapedParts, refuse: Refuse): void {
  const { organization, metrics, waves, cells, shared, components, roles } = document;

  if (metrics?.from === 'monitoring-account' && organization && !organization.monitoringAccountId) {
    refuse('organization.monitoringAccountId', 'is missing; metrics.from is "monitoring-account", so say which account that is');
  }
  if (metrics) checkSignals(metrics.signals, refuse);
  if (roles?.externalId && !roles.reader && !roles.controller && !roles.costs)
    refuse('roles.externalId', 'is given, but no role to present it to');
  checkUnique('waves', waves, 'wave', refuse);
  checkUnique('cells', cells, 'cell', refuse);
  checkUnique('shared', shared, 'shared item', refuse);
  checkUnique('components', components, 'component', refuse);

  const waveNames = namesOf(waves);
  const knownWaves = new Set(waveNames);
  cells.forEach((cell, i) => {
    if (!cell) return;
    const at = `cells[${i}]`;
    if (cell.wave == null) {
      if (cell.environment !== 'developer')
        refuse(
          `${at}.wave`,
          `is missing; only developer cells have no wave${waveNames ? `; expected one of ${waveNames.join(', ')}` : ''}`,
        );
    } else if (waveNames && !knownWaves.has(cell.wave)) {
      const { wave } = cell;
      refuse(`${at}.wave`, () => `"${wave}" is not a wave${suggest(wave, waveNames)}`);
    }
    // A cell on Google Cloud names the Region in which it reports into the monitoring account.
    checkRegion(`${at}.region`, cell.region, refuse);
    if (cell.cloud === 'aws') {
      if (!cell.accountId) refuse(`${at}.accountId`, 'is missing; a cell on AWS has an account: 12 digits, in quotes');
    } else {
      if (!cell.project) refuse(`${at}.project`, 'is missing; a cell on Google Cloud has a project');
      if (cell.accountId) refuse(`${at}.accountId`, 'is given, but the cell is not on AWS');
    }
    if (cell.objectives) checkObjectives(`${at}.objectives`, cell.objectives, refuse);
  });
  shared.forEach((item, i) => {
    if (!item) return;
    checkRegion(`shared[${i}].region`, item.region, refuse);
    if (Object.values(item.signals).every((signal) => signal === undefined))
      refuse(`shared[${i}].signals`, 'is empty; expected at least one signal');
    if (item.objectives) checkObjectives(`shared[${i}].objectives`, item.objectives, refuse);
  });
  const cellNames = namesOf(cells);
  const knownCells = new Set(cellNames);
  components.forEach((component, i) => {
    if (!component) return;
    checkRegion(`components[${i}].pipeline.region`, component.pipeline.region, refuse);
    for (const [stage, names] of Object.entries(component.stages)) {
      names.forEach((name, j) => {
        if (cellNames && !knownCells.has(name))
          refuse(`components[${i}].stages.${stage}[${j}]`, () => `"${name}" is not a cell${suggest(name, cellNames)}`);
      });
    }
  });
  if (document.objectives) checkObjectives('objectives', document.objectives, refuse);
}

/** The names of a list, or null where an ill-shaped entry leaves one unknown. */
function namesOf(entries: readonly ({ name: string } | null)[]): string[] | null {
  const names = entries.flatMap((entry) => (entry ? [entry.name] : []));
  return names.length === entries.length && names.length > 0 ? names : null;
}

/** Refuses signals with which a cell that says nothing would look healthy. */
function checkSignals(signals: RegistryDocument['metrics']['signals'], refuse: Refuse): void {
  if (Object.values(signals).every((signal) => signal === undefined)) {
    refuse('metrics.signals', 'is empty; without a signal nothing tells a healthy cell from a dead one');
  }
  const whenMissing = signals.requests?.whenMissing ?? 'no-data';
  if (whenMissing !== 'no-data') {
    refuse(
      'metrics.signals.requests.whenMissing',
      `"${whenMissing}" would show a silent cell as healthy; for requests only "no-data" will do`,
    );
  }
}

function checkRegion(path: string, region: string, refuse: Refuse): void {
  if (!AWS_REGIONS.has(region)) refuse(path, () => `"${region}" is not an AWS Region${suggest(region, [...AWS_REGIONS])}`);
}

function checkUnique(list: string, entries: readonly ({ name: string } | null)[], noun: string, refuse: Refuse): void {
  const first = new Map<string, number>();
  entries.forEach((entry, i) => {
    if (!entry) return;
    const { name } = entry;
    const before = first.get(name);
    if (before === undefined) first.set(name, i);
    else refuse(`${list}[${i}].name`, `"${name}" is already the name of ${list}[${before}]; each ${noun} needs its own`);
  });
}
