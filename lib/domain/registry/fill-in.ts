import { type Objectives, type Registry, SIGNALS, type Signal, type SignalDefinition, type WhenMissing } from './registry.ts';
import type { RegistryDocument } from './schema.ts';

/** Objectives where neither the organization nor the cell names any. */
const DEFAULT_OBJECTIVES: Objectives = { availability: 0.999, latencyMs: 400, saturationPercent: 85, noDataAfterMinutes: 5 };

/** Services publish no point for "no errors", and there is no latency without a request. */
const DEFAULT_WHEN_MISSING: Record<Signal, WhenMissing> = { requests: 'no-data', errors: 'zero', latency: 'ignore', saturation: 'no-data' };

type SignalsDocument = RegistryDocument['metrics']['signals'];

/** A checked document with every default filled in. */
export function fillIn(document: RegistryDocument): Registry {
  const { organization, roles, metrics, alarms, waves } = document;
  const objectives = merge(DEFAULT_OBJECTIVES, document.objectives);
  return {
    organization: {
      name: organization.name,
      managementAccountId: organization.managementAccountId ?? null,
      monitoringAccountId: organization.monitoringAccountId ?? null,
      accessPortal: organization.accessPortal ?? null,
      portalRole: organization.portalRole ?? null,
      componentTag: organization.componentTag ?? null,
    },
    roles: {
      reader: roles?.reader ?? null,
      controller: roles?.controller ?? null,
      costs: roles?.costs ?? null,
      externalId: roles?.externalId ?? null,
    },
    metrics: { from: metrics.from, periodSeconds: metrics.periodSeconds, signals: fillInSignals(metrics.signals) },
    alarms,
    waves,
    cells: document.cells.map((cell) => ({
      ...cell,
      accountId: cell.accountId ?? null,
      project: cell.project ?? null,
      wave: cell.wave ?? null,
      runbook: cell.runbook ?? null,
      costTag: cell.costTag ?? null,
      objectives: merge(objectives, cell.objectives),
    })),
    shared: document.shared.map((item) => ({
      ...item,
      objectives: merge(objectives, item.objectives),
      signals: fillInSignals(item.signals),
    })),
    components: document.components,
  };
}

function merge(base: Objectives, own: RegistryDocument['objectives']): Objectives {
  return {
    availability: own?.availability ?? base.availability,
    latencyMs: own?.latencyMs ?? base.latencyMs,
    saturationPercent: own?.saturationPercent ?? base.saturationPercent,
    noDataAfterMinutes: own?.noDataAfterMinutes ?? base.noDataAfterMinutes,
  };
}

function fillInSignals(signals: SignalsDocument): Partial<Record<Signal, SignalDefinition>> {
  const filled: Partial<Record<Signal, SignalDefinition>> = {};
  for (const name of SIGNALS) {
    const signal = signals[name];
    if (signal) filled[name] = { ...signal, unit: signal.unit ?? null, whenMissing: signal.whenMissing ?? DEFAULT_WHEN_MISSING[name] };
  }
  return filled;
}
