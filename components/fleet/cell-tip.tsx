'use client';
import { FigureText } from '#components/ui/figure-text.tsx';
import { StateWord } from '#components/ui/state-word.tsx';
import { type HeatLayout, squareAt } from '#lib/client/fleet/heat-layout.ts';
import { releaseNews } from '#lib/client/fleet/release-news.ts';
import { milliseconds, percent, rate } from '#lib/client/format/figures.ts';
import { lookOf } from '#lib/client/format/state-words.ts';
import { duration } from '#lib/client/format/times.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import styles from './cell-tip.module.css';
import { ReasonText } from './reason-text.tsx';

const WIDTH = 260;

/** Name, state, reason and figures of the square under the pointer or the focus. */
export function CellTip({ cell, layout, index, width }: { cell: FleetCellView; layout: HeatLayout; index: number; width: number }) {
  const { x, y } = squareAt(layout, index);
  const look = lookOf(cell);
  const news = releaseNews(cell);
  return (
    <div
      className={styles.tip}
      style={{ transform: `translate(${Math.max(0, Math.min(x, width - WIDTH))}px, ${y + layout.size + 8}px)` }}
      aria-hidden="true"
    >
      <p className={styles.name}>{cell.name}</p>
      <p className={styles.state}>
        <StateWord look={look} />
        {look === 'healthy' ? null : (
          <span className={styles.reason}>
            <ReasonText cell={cell} />
          </span>
        )}
      </p>
      <p className={styles.figures}>
        <FigureText value={rate(cell.requestsPerSecond)} /> · <FigureText value={percent(cell.errorRatio)} /> ·{' '}
        <FigureText value={milliseconds(cell.latencyMs)} />
      </p>
      {news ? (
        <p className={news.sign === 'suspect' ? styles.suspect : styles.release}>
          {news.says}
          {news.bakeEndsAt === null ? null : <TimeLeft at={news.bakeEndsAt} />}
        </p>
      ) : null}
      <p className={styles.where}>{[cell.wave, cell.region].filter(Boolean).join(' · ')}</p>
    </div>
  );
}

function TimeLeft({ at }: { at: number }) {
  const left = at - useNow();
  return left > 0 ? ` · about ${duration(left)} left` : null;
}
