import { CopyId } from '#components/ui/copy-id.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { joined, milliseconds, percent } from '#lib/client/format/figures.ts';
import { SERVICE_WORDS } from '#lib/client/format/state-words.ts';
import type { CellView, FleetCellView } from '#lib/views/fleet-view.ts';
import styles from './cell-facts.module.css';

/** What the registry says of the cell. */
export function CellFacts({ cell, facts }: { cell: FleetCellView; facts: CellView['facts'] }) {
  const { availability, latencyMs, saturationPercent, noDataAfterMinutes } = facts.objectives;
  return (
    <Panel title="From the registry">
      <dl className={styles.facts}>
        <dt>Service</dt>
        <dd>{SERVICE_WORDS[cell.state]}</dd>
        <dt>Cloud</dt>
        <dd>{cell.cloud === 'aws' ? 'AWS' : 'Google Cloud'}</dd>
        {facts.dns.length > 0 && (
          <>
            <dt>DNS</dt>
            <dd>
              {facts.dns.map((name) => (
                <div key={name}>
                  <CopyId value={name} />
                </div>
              ))}
            </dd>
          </>
        )}
        <dt>Objectives</dt>
        <dd>
          <div>{joined(availabilityFigure(availability))} of requests good</div>
          <div>latency up to {joined(milliseconds(latencyMs))}</div>
          <div>saturation up to {joined(percent(saturationPercent / 100)).replace('.0', '')}</div>
          <div>no data after {noDataAfterMinutes} min</div>
        </dd>
        {facts.runbook === null && (
          <>
            <dt>Runbook</dt>
            <dd className={styles.none}>none named in the registry</dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

// 99.95 % must not read "100 %" or "99.9 %".
function availabilityFigure(ratio: number) {
  return { figure: String(Number((ratio * 100).toFixed(6))), unit: '%' };
}
