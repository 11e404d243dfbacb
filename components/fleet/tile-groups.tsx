'use client';
import { useRouter } from 'next/navigation';
import { type CSSProperties, type FocusEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { type CellGroup, firstCells } from '#lib/client/fleet/arrange-cells.ts';
import type { Density } from '#lib/client/fleet/choose-density.ts';
import { moveFocus } from '#lib/client/fleet/move-focus.ts';
import { useGradualCount } from '#lib/client/fleet/use-gradual-count.ts';
import type { WaveNoteView } from '#lib/views/release-views.ts';
import { CellTile } from './cell-tile.tsx';
import { GroupHeading } from './group-heading.tsx';
import styles from './tile-groups.module.css';

/** With more big tiles than this, the type on them is smaller, so that the words still fit. */
const CROWDED = 24;

/** Tiles, group under group. The arrow keys move in both directions, Enter opens, Esc clears the selection. */
export function TileGroups({
  groups,
  notes,
  density,
  selected,
  onSelect,
}: {
  groups: readonly CellGroup[];
  notes: readonly WaveNoteView[];
  density: Exclude<Density, 'heat'>;
  selected: string | null;
  onSelect: (cell: string | null) => void;
}) {
  const router = useRouter();
  const root = useRef<HTMLDivElement>(null);
  const names = groups.flatMap(({ cells }) => cells.map(({ name }) => name));
  const columns = columnsFor(groups, names.length);
  // The selected cell is among the first, so that it can be brought into sight.
  const count = useGradualCount(names.length, selected === null ? 0 : names.indexOf(selected) + 1);
  const reachable = selected !== null && names.includes(selected) ? selected : names[0];

  // A pasted link shows the cell that it names.
  useEffect(() => {
    root.current?.querySelector('[data-selected]')?.scrollIntoView({ block: 'nearest' });
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      onSelect(null);
      return;
    }
    const tile = (event.target as Element).closest<HTMLElement>('[data-cell]');
    const index = names.indexOf(tile?.dataset.cell ?? '');
    const grid = tile?.parentElement;
    if (index < 0 || !grid) return;
    const shown = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
    const counts = groups.map(({ cells }) => cells.length);
    const next = moveFocus(event.key, index, counts, shown);
    if (next === null) return;
    event.preventDefault();
    root.current?.querySelectorAll<HTMLElement>('[data-cell]')[next]?.focus();
  }

  // One listener instead of 300 Link components: a filter that brings many tiles answers sooner.
  function onClick(event: MouseEvent) {
    const href = (event.target as Element).closest('[data-cell]')?.getAttribute('href');
    if (!href || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(href);
  }

  function onFocus(event: FocusEvent) {
    const name = (event.target as Element).closest<HTMLElement>('[data-cell]')?.dataset.cell;
    if (name !== undefined && name !== selected) onSelect(name);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys are an addition; each tile is a link that works without them
    <div
      className={styles.groups}
      data-crowded={names.length > CROWDED ? '' : undefined}
      style={measures(groups, names.length)}
      ref={root}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {firstCells(groups, count).map(({ group, cells }) => (
        <section key={group.key} aria-label={group.label || 'All cells'} style={{ '--own-rows': rowsOf(group, columns) } as CSSProperties}>
          <GroupHeading group={group} note={notes.find(({ wave }) => wave === group.label)} />
          <div className={`${styles.grid} ${styles[density]}`}>
            {cells.map((cell) => (
              <CellTile
                key={cell.name}
                cell={cell}
                density={density}
                selected={cell.name === selected}
                reachable={cell.name === reachable}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** How many big tiles stand in a row: of a small fleet no more than its largest group needs, so that no room stays empty. */
function columnsFor(groups: readonly CellGroup[], names: number): number {
  if (names > 8) return names <= CROWDED ? 6 : 8;
  return Math.min(3, Math.max(1, ...groups.map(({ cells }) => cells.length)));
}

function rowsOf({ cells }: CellGroup, columns: number): number {
  return Math.ceil(cells.length / columns);
}

/** What the style sheet must know of the cells: the same on the server and in the browser, so that nothing moves. */
function measures(groups: readonly CellGroup[], names: number): CSSProperties {
  const longest = groups.reduce((most, { cells }) => cells.reduce((length, { name }) => Math.max(length, name.length), most), 0);
  const columns = columnsFor(groups, names);
  const rows = groups.reduce((sum, group) => sum + rowsOf(group, columns), 0);
  return { '--longest': Math.min(28, longest), '--rows': rows, '--columns': columns, '--groups': groups.length } as CSSProperties;
}
