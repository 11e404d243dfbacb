'use client';
import { memo, useState } from 'react';
import { FigureText } from '#components/ui/figure-text.tsx';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { Density } from '#lib/client/fleet/choose-density.ts';
import { milliseconds, percent, rate } from '#lib/client/format/figures.ts';
import { LOOK_WORDS, lookOf } from '#lib/client/format/state-words.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import styles from './cell-tile.module.css';
import { ReasonText } from './reason-text.tsx';
import { ReleaseMark } from './release-mark.tsx';

/** One cell. Healthy ones tell their figures, the others their reason. A plain link: TileGroups opens it without loading the document anew. */
export const CellTile = memo(function CellTile({
  cell,
  density,
  selected,
  reachable,
}: {
  cell: FleetCellView;
  density: Exclude<Density, 'heat'>;
  selected: boolean;
  /** The one tile that the Tab key reaches; the arrows reach the others. */
  reachable: boolean;
}) {
  const look = lookOf(cell);
  const [seen, setSeen] = useState({ look, pulses: 0 });
  if (seen.look !== look) setSeen({ look, pulses: seen.pulses + 1 });
  const quiet = look === 'healthy';
  const sick = look === 'critical' || look === 'degraded';
  return (
    <a
      className={`${styles.tile} ${styles[density]} ${styles[look]}`}
      href={`/cells/${encodeURIComponent(cell.name)}`}
      data-cell={cell.name}
      data-look={look}
      data-selected={selected ? '' : undefined}
      tabIndex={reachable ? 0 : -1}
    >
      {seen.pulses > 0 ? <span className={styles.pulse} key={seen.pulses} /> : null}
      <span className={styles.head}>
        <StateMark look={look} inherit={look === 'critical'} />
        <span className={styles.name}>{cell.name}</span>
        <ReleaseMark cell={cell} inherit={look === 'critical'} words={density !== 'compact'} />
        {/* Where the reason begins with the word, it is not said twice. */}
        {sick && !cell.suspect ? (
          <span className={styles.word}>{LOOK_WORDS[look]}</span>
        ) : (
          <VisuallyHidden>, {LOOK_WORDS[look]}</VisuallyHidden>
        )}
      </span>
      <span className={styles.told}>
        {!quiet ? (
          <span className={styles.reason}>
            <ReasonText cell={cell} />
          </span>
        ) : density === 'compact' ? (
          <FigureText value={rate(cell.requestsPerSecond)} />
        ) : (
          <>
            <FigureText value={rate(cell.requestsPerSecond)} /> · <FigureText value={percent(cell.errorRatio)} /> ·{' '}
            <FigureText value={milliseconds(cell.latencyMs)} />
          </>
        )}
      </span>
      {density !== 'compact' && cell.spark ? (
        <span className={styles.spark}>
          <Sparkline
            points={cell.spark.points}
            ceiling={sick ? undefined : Math.max(0, ...cell.spark.points.map((point) => point ?? 0)) * 1.6}
          />
        </span>
      ) : null}
    </a>
  );
});
