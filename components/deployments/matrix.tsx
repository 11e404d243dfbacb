import Link from 'next/link';
import { isSettled } from '#lib/client/deployments/is-settled.ts';
import { counted } from '#lib/client/format/figures.ts';
import type { ComponentRolloutView, RolloutsView } from '#lib/views/rollouts-view.ts';
import crossingStyles from './crossing.module.css';
import { Crossing } from './crossing.tsx';
import styles from './matrix.module.css';
import { PauseChip } from './pause-chip.tsx';
import { ToneMark } from './tone-mark.tsx';

/** Rows are components, columns are waves. A wave's heading folds it. On a phone a row is a card, and quiet waves are left out. */
export function Matrix({
  components,
  waves,
  folded,
  onFold,
}: {
  components: readonly ComponentRolloutView[];
  waves: RolloutsView['waves'];
  folded: ReadonlySet<string>;
  onFold(wave: string): void;
}) {
  return (
    <div className={styles.scroll}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col">Source · build</th>
            {waves.map((wave) => (
              <th key={wave.name} scope="col" data-folded={folded.has(wave.name) ? '' : undefined}>
                <button className={styles.fold} type="button" aria-expanded={!folded.has(wave.name)} onClick={() => onFold(wave.name)}>
                  {wave.name} <span className={styles.count}>{wave.cells.length}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {components.map((component) => (
            <Row key={component.component} component={component} waves={waves} folded={folded} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ component, waves, folded }: { component: ComponentRolloutView; waves: RolloutsView['waves']; folded: ReadonlySet<string> }) {
  const { source } = component;
  const settled = isSettled(component);
  const byWave = new Map(component.crossings.map((crossing) => [crossing.wave, crossing]));
  return (
    <tr>
      <th className={styles.component} scope="row">
        <Link className={styles.name} href={`/deployments/${encodeURIComponent(component.pipeline)}`} prefetch={false}>
          {component.component}
        </Link>
        <p className={styles.under}>{component.text}</p>
        {component.problem ? <p className={styles.problem}>{component.problem.text}</p> : null}
      </th>
      <td data-wave="source · build">
        <div className={crossingStyles.crossing}>
          <span className={crossingStyles.revision}>
            <ToneMark place={source.place} tone={source.tone} />
            <span className={crossingStyles[source.tone]}>{source.revision ?? '–'}</span>
          </span>
          {source.text === '' || settled ? null : <span className={crossingStyles.text}>{source.text}</span>}
          {source.paused ? <PauseChip paused={source.paused} /> : null}
          {source.approval ? <span className={crossingStyles.chip}>✓ approval needed</span> : null}
        </div>
      </td>
      {component.crossings.length === 0 ? (
        <td className={styles.under} colSpan={waves.length}>
          {component.drift ?? 'Deploys to no wave.'}
        </td>
      ) : (
        waves.map((wave) => {
          const crossing = byWave.get(wave.name);
          const tone = crossing?.tone ?? 'quiet';
          const calm = tone === 'quiet' && (crossing?.others.length ?? 0) === 0;
          return (
            <td
              key={wave.name}
              className={styles[tone]}
              data-wave={`${wave.name} · ${counted(wave.cells.length, 'cell')}`}
              data-quiet={calm ? '' : undefined}
            >
              {crossing ? <Crossing crossing={crossing} cells={wave.cells} brief={settled || folded.has(wave.name)} /> : null}
            </td>
          );
        })
      )}
    </tr>
  );
}
