'use client';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { PauseReminders } from '#components/actions/pause-reminders.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { arrangeCells, sortCells } from '#lib/client/fleet/arrange-cells.ts';
import { chooseDensity } from '#lib/client/fleet/choose-density.ts';
import { type FleetFilter, formatFleetFilter, parseFleetFilter } from '#lib/client/fleet/fleet-filter.ts';
import { useFleetFilter } from '#lib/client/fleet/use-fleet-filter.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { CriticalBadge } from './critical-badge.tsx';
import { EmptyFleet } from './empty-fleet.tsx';
import { Findings, ShowRegion } from './findings.tsx';
import styles from './fleet-page.module.css';
import { FleetToolbar } from './fleet-toolbar.tsx';
import { HeatMap } from './heat-map.tsx';
import { MovingReleases } from './moving-releases.tsx';
import { SickList } from './sick-list.tsx';
import { StateCounts } from './state-counts.tsx';
import { TileGroups } from './tile-groups.tsx';
import { WallMode } from './wall-mode.tsx';
import { WaveCards } from './wave-cards.tsx';

interface Problem {
  code: string;
  title: string;
  detail: string;
  fix?: string;
}

/** The page for the wall and for 03:00. `problems`: why there is no picture, if there is none. */
export function FleetPage({ problems }: { problems: readonly Problem[] }) {
  const { view, problem } = useFleet();
  if (view) return <Fleet view={view} />;
  const known = problem
    ? [{ code: problem.code, title: 'The server gave no fleet', detail: problem.message, fix: problem.fix ?? undefined }]
    : problems;
  if (known.length > 0) {
    return (
      <div className={styles.problems}>
        <h1 className={styles.headline}>There is no fleet to show yet</h1>
        {known.map((one) => (
          <ProblemNotice key={one.code} problem={one} />
        ))}
      </div>
    );
  }
  return (
    <div className={styles.problems} aria-busy="true">
      <h1 className={styles.headline}>Reading the fleet for the first time</h1>
      <Skeleton height={20} />
      <Skeleton height={420} />
    </div>
  );
}

function Fleet({ view }: { view: FleetView }) {
  const { filter, change } = useFleetFilter();
  // Typing stays quick: the field shows each letter at once, the cells follow.
  const shown = useDeferredValue(filter);
  const key = formatFleetFilter({ ...shown, cell: null, wall: false });
  const arranged = useMemo(() => parseFleetFilter(new URLSearchParams(key)), [key]);
  const sorted = useMemo(() => sortCells(view.cells, arranged.sort), [view.cells, arranged.sort]);
  const groups = useMemo(() => arrangeCells(sorted, view.waves, arranged), [sorted, view.waves, arranged]);
  const total = groups.reduce((sum, { cells }) => sum + cells.length, 0);
  const density = chooseDensity(total, shown.wall);
  const { headline } = view;
  // The same at each letter typed: what draws many cells is then left alone.
  const select = useCallback((cell: string | null) => change({ cell }), [change]);
  const showState = useCallback((look: FleetFilter['looks'][number]) => change({ looks: [look] }), [change]);
  const first = view.findings.find(({ text }) => text === headline.lead) ?? null;

  return (
    <div className={styles.page} data-wall={filter.wall ? '' : undefined}>
      <CriticalBadge cells={view.cells} />
      {filter.wall ? <WallMode version={view.version} onLeave={() => change({ wall: false })} /> : null}
      <div className={styles.top}>
        <div className={styles.story} aria-live="polite">
          <h1 className={styles.headline}>
            <span className={styles[headline.health]}>
              {headline.cell ? <a href={`/cells/${encodeURIComponent(headline.cell)}`}>{headline.lead}</a> : headline.lead}
            </span>
            {headline.rest}
          </h1>
          {headline.detail || first ? (
            <p className={styles.detail}>
              {headline.detail} {first ? <ShowRegion finding={first} onShow={change} /> : null}
            </p>
          ) : null}
        </div>
        <StateCounts summary={view.summary} looks={filter.looks} onChange={(looks) => change({ looks })} />
      </div>
      <Findings findings={view.findings} headline={first} shared={view.shared} onShow={change} />
      <PauseReminders reminders={view.reminders} />
      <MovingReleases moving={view.moving} />
      <FleetToolbar view={view} filter={filter} onChange={change} />
      {total === 0 ? (
        <EmptyFleet view={view} filter={arranged} onChange={change} />
      ) : (
        <div className={styles.cells} data-density={density}>
          <SickList groups={groups} onShowState={showState} />
          <WaveCards groups={groups} />
          {density === 'heat' ? (
            <HeatMap groups={groups} selected={filter.cell} onSelect={select} />
          ) : (
            <TileGroups groups={groups} notes={view.waveNotes} density={density} selected={filter.cell} onSelect={select} />
          )}
        </div>
      )}
    </div>
  );
}
