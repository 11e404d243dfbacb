'use client';
import { Button } from '#components/ui/button.tsx';
import { describeFleetFilter, type FleetFilter } from '#lib/client/fleet/fleet-filter.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import styles from './empty-fleet.module.css';
import { clearing } from './fleet-toolbar.tsx';

/** Why no cell is shown, and what brings some. */
export function EmptyFleet({
  view,
  filter,
  onChange,
}: {
  view: FleetView;
  filter: FleetFilter;
  onChange: (patch: Partial<FleetFilter>) => void;
}) {
  const told = describeFleetFilter(filter);
  const developers = filter.developer ? 0 : view.cells.filter(({ environment }) => environment === 'developer').length;
  if (view.cells.length === 0) {
    return (
      <div className={styles.empty}>
        <h2 className={styles.title}>The registry has no cells</h2>
        <p className={styles.detail}>
          Each cell of <code>cells</code> in the registry is a tile here. Add one with its name, account, Region, environment and wave, and
          it appears within a minute.
        </p>
        <pre className={styles.example}>
          {'{ "name": "prod-use1-a", "accountId": "200000000001", "region": "us-east-1",\n  "environment": "production", "wave": "small" }'}
        </pre>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <h2 className={styles.title}>{told ? `No cell matches ${told}` : 'Only developer cells'}</h2>
      <p className={styles.detail}>
        {developers > 0 ? `${developers === 1 ? 'One developer cell is' : `${developers} developer cells are`} hidden. ` : ''}
        The fleet has {view.cells.length} {view.cells.length === 1 ? 'cell' : 'cells'}.
      </p>
      <div className={styles.actions}>
        {told ? <Button onClick={() => onChange(clearing())}>Clear the filter</Button> : null}
        {developers > 0 ? <Button onClick={() => onChange({ developer: true })}>Show developer cells</Button> : null}
      </div>
    </div>
  );
}
