'use client';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, memo, type PointerEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CellGroup } from '#lib/client/fleet/arrange-cells.ts';
import { cellAt, type HeatLayout, layoutHeat, squareAt } from '#lib/client/fleet/heat-layout.ts';
import { moveFocus } from '#lib/client/fleet/move-focus.ts';
import { releaseNews } from '#lib/client/fleet/release-news.ts';
import { LOOK_WORDS, lookOf } from '#lib/client/format/state-words.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import { CellTip } from './cell-tip.tsx';
import { GroupHeading } from './group-heading.tsx';
import styles from './heat-map.module.css';
import { createStamps, paintHeat, type Stamps } from './paint-heat.ts';
import { useThemeVersion } from './use-theme-version.ts';

/** Room kept under the map, px. */
const BELOW = 24;
const LOWEST = 320;

/** Every cell as a square on one canvas, grouped. For the keyboard and screen readers it is a list with one active option. */
export const HeatMap = memo(function HeatMap({
  groups,
  selected,
  onSelect,
}: {
  groups: readonly CellGroup[];
  selected: string | null;
  onSelect: (cell: string | null) => void;
}) {
  const router = useRouter();
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<{ width: number; height: number } | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const cells = useMemo(() => groups.flatMap((group) => group.cells), [groups]);
  const counts = useMemo(() => groups.map((group) => group.cells.length), [groups]);
  const layout = useMemo(() => (room ? layoutHeat(counts, room.width, room.height) : null), [counts, room]);
  const chosen = useMemo(() => (selected === null ? -1 : cells.findIndex(({ name }) => name === selected)), [cells, selected]);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    function measure() {
      if (!element) return;
      const top = element.getBoundingClientRect().top + window.scrollY;
      const next = { width: element.clientWidth, height: Math.max(LOWEST, window.innerHeight - top - BELOW) };
      setRoom((room) => (room && room.width === next.width && room.height === next.height ? room : next));
    }
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, []);

  const active = Math.max(chosen, 0);
  const shown = hovered ?? (chosen >= 0 ? chosen : null);
  const activeCell = cells[active];
  const open = (cell: FleetCellView) => router.push(addressOf(cell));

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || !layout) return;
    if (event.key === 'Escape') {
      setHovered(null);
      onSelect(null);
      return;
    }
    if (event.key === 'Enter') {
      if (activeCell) open(activeCell);
      return;
    }
    // The first arrow shows where one is.
    const next = chosen < 0 && event.key.startsWith('Arrow') ? 0 : moveFocus(event.key, active, counts, layout.columns);
    const cell = next === null ? undefined : cells[next];
    if (next === null || !cell) return;
    event.preventDefault();
    setHovered(null);
    onSelect(cell.name);
    keepInSight(host.current, squareAt(layout, next).y, layout.size);
  }

  function indexUnder(event: PointerEvent | React.MouseEvent): number | null {
    if (!layout || !host.current) return null;
    const box = host.current.getBoundingClientRect();
    return cellAt(layout, event.clientX - box.left, event.clientY - box.top);
  }

  function onClick(event: React.MouseEvent) {
    const index = indexUnder(event);
    const cell = index === null ? undefined : cells[index];
    if (!cell) return;
    if (event.ctrlKey || event.metaKey) window.open(addressOf(cell), '_blank', 'noopener');
    else open(cell);
  }

  return (
    <div
      ref={host}
      className={styles.map}
      role="listbox"
      tabIndex={0}
      aria-label="Cells as a heat map. Arrow keys move, Enter opens."
      aria-activedescendant={activeCell ? id : undefined}
      data-over={hovered === null ? undefined : ''}
      data-chosen={chosen >= 0 ? '' : undefined}
      style={layout ? { height: layout.height, minHeight: 0 } : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onPointerMove={(event) => setHovered(indexUnder(event))}
      onPointerLeave={() => setHovered(null)}
    >
      {layout ? <Squares cells={cells} layout={layout} /> : null}
      {layout?.groups.map(({ top }, index) => {
        const group = groups[index];
        return group ? (
          <div className={styles.heading} key={group.key} style={{ top }} role="presentation" aria-hidden="true">
            <GroupHeading group={group} />
          </div>
        ) : null;
      })}
      {layout && chosen >= 0 ? <Ring layout={layout} index={chosen} strong /> : null}
      {layout && hovered !== null && hovered !== chosen ? <Ring layout={layout} index={hovered} /> : null}
      {activeCell ? (
        <div
          className={styles.option}
          id={id}
          role="option"
          tabIndex={-1}
          aria-selected={chosen >= 0}
          aria-setsize={cells.length}
          aria-posinset={active + 1}
        >
          {optionWords(activeCell)}
        </div>
      ) : null}
      {layout && shown !== null && cells[shown] ? (
        <CellTip cell={cells[shown]} layout={layout} index={shown} width={room?.width ?? 0} />
      ) : null}
    </div>
  );
});

/**
 * The canvas. It is handed a finished picture instead of being drawn on: of a canvas with a drawing context the browser copies all
 * pixels each time that anything on the page changes, 13 ms a key where there is no graphics card.
 */
const Squares = memo(function Squares({ cells, layout }: { cells: readonly FleetCellView[]; layout: HeatLayout }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stamps = useRef<{ key: string; of: Stamps } | null>(null);
  const theme = useThemeVersion();
  const width = layout.columns * layout.pitch;

  // Before the browser shows the new size: the old picture would be stretched to it.
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('bitmaprenderer');
    if (!element || !context) return;
    const ratio = window.devicePixelRatio || 1;
    const key = `${theme} ${ratio}`;
    if (stamps.current?.key !== key) stamps.current = { key, of: createStamps(element.parentElement ?? element, ratio) };
    context.transferFromImageBitmap(paintHeat(cells, layout, ratio, stamps.current.of));
  }, [cells, layout, theme]);

  return (
    <div aria-hidden="true">
      <canvas ref={canvas} className={styles.canvas} style={{ width, height: layout.height }} />
    </div>
  );
});

function Ring({ layout, index, strong = false }: { layout: HeatLayout; index: number; strong?: boolean }) {
  const { x, y } = squareAt(layout, index);
  const grow = layout.size < 14 ? 2 : 3;
  return (
    <div
      className={strong ? `${styles.ring} ${styles.strong}` : styles.ring}
      style={{ transform: `translate(${x - grow}px, ${y - grow}px)`, width: layout.size + 2 * grow, height: layout.size + 2 * grow }}
    />
  );
}

/** All that the square tells, for screen readers. */
function optionWords(cell: FleetCellView): string {
  const wave = cell.wave === null ? undefined : `wave ${cell.wave}`;
  return [cell.name, LOOK_WORDS[lookOf(cell)], cell.evidence[0]?.text, releaseNews(cell)?.says, wave].filter(Boolean).join(', ');
}

function addressOf(cell: FleetCellView): string {
  return `/cells/${encodeURIComponent(cell.name)}`;
}

function keepInSight(host: HTMLElement | null, y: number, size: number) {
  if (!host) return;
  const top = host.getBoundingClientRect().top + y;
  if (top < 40) window.scrollBy({ top: top - 80 });
  else if (top + size > window.innerHeight - 20) window.scrollBy({ top: top + size - window.innerHeight + 60 });
}
