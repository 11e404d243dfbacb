'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useDeferredValue, useEffect, useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import frame from '#components/ui/dialog-frame.module.css';
import { openAction } from '#lib/client/actions/open-action.ts';
import { cellHref } from '#lib/client/cell/parse-range.ts';
import { chooseTheme, currentTheme } from '#lib/client/choose-theme.ts';
import { counted } from '#lib/client/format/figures.ts';
import { fleetHref } from '#lib/client/last-fleet-address.ts';
import { OPEN_SHORTCUTS } from '#lib/client/palette/open-events.ts';
import { matchCommands, type PaletteCommand, paletteCommands } from '#lib/client/palette/palette-commands.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import { permits } from '#lib/domain/access/permits.ts';
import { indexCells, rankCells } from '#lib/domain/search/rank-cells.ts';
import styles from './command-palette.module.css';
import { PaletteCell } from './palette-cell.tsx';
import { useGrants } from './person.tsx';

/** More than fit at once help nobody: another letter finds better. */
const MOST_CELLS = 30;

/** Finds any cell by name, account, Region, wave or state, and the few commands that there are. */
export function CommandPalette({ early, close }: { /** What was typed before it was here. */ early(): string; close(): void }) {
  const router = useRouter();
  const { view } = useFleet();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(typed);
  const costs = permits(useGrants(), 'read:costs');
  const cells = view?.cells;
  const index = useMemo(() => indexCells(cells ?? []), [cells]);
  const found = useMemo(() => rankCells(index, asked, MOST_CELLS), [index, asked]);
  const commands = useMemo(() => matchCommands(paletteCommands(fleetHref(), currentTheme(), costs), asked), [asked, costs]);
  const count = found.length + commands.length;
  const active = Math.min(at, count - 1);

  const takeEarly = useEffectEvent(() => setTyped(early()));
  useLayoutEffect(() => {
    dialog.current?.showModal();
    takeEarly();
  }, []);
  useEffect(() => {
    list.current?.querySelector(`[id="${CSS.escape(`${id}-${active}`)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active, id]);

  function choose(position: number) {
    const cell = found[position];
    const command = commands[position - found.length];
    if (!cell && !command) return;
    close();
    if (cell) router.push(cellHref(cell.name));
    else if (command) run(command, router.push);
  }

  function onKey(event: KeyboardEvent) {
    const to = moveTo(event.key, active, count);
    if (to !== null) setAt(to);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(active);
    else return;
    event.preventDefault();
  }

  const option = (position: number) => ({
    id: `${id}-${position}`,
    role: 'option' as const,
    tabIndex: -1,
    'aria-selected': position === active,
    className: styles.option,
    onPointerMove: () => setAt(position),
    onClick: () => choose(position),
  });

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the keyboard's way to close a dialog
    <dialog
      ref={dialog}
      className={`${frame.frame} ${styles.palette}`}
      aria-label="Search"
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div className={styles.field}>
        <input
          className={styles.input}
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={count > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-label="Cell, account, region, wave or command"
          placeholder="Find a cell, account or command"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <button className={styles.close} type="button" onClick={close}>
          Esc
        </button>
      </div>
      <div className={styles.list} id={`${id}-list`} role="listbox" aria-label="Results" ref={list}>
        {found.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a listbox holds groups, not fieldsets
          <div role="group" aria-label={asked.trim() === '' ? 'Sick cells' : 'Cells'}>
            <p className={styles.heading} aria-hidden="true">
              {asked.trim() === '' ? 'Sick now' : 'Cells'}
            </p>
            {found.map((cell, position) => (
              <div key={cell.name} {...option(position)}>
                <PaletteCell cell={cell} />
              </div>
            ))}
          </div>
        )}
        {commands.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a listbox holds groups, not fieldsets
          <div role="group" aria-label="Commands">
            <p className={styles.heading} aria-hidden="true">
              Commands
            </p>
            {commands.map((command, position) => (
              <div key={command.id} {...option(found.length + position)}>
                <span className={styles.title}>{command.title}</span>
                <span className={styles.hint}>{command.hint}</span>
              </div>
            ))}
          </div>
        )}
      </div>
      {count === 0 && (
        <p className={styles.nothing}>
          Nothing is called “{asked.trim()}”. A cell is found by its name, account, region, wave, environment or state.
        </p>
      )}
      <p className={styles.foot} role="status">
        {view === null
          ? 'The fleet is not here yet.'
          : `${found.length === MOST_CELLS ? `First ${MOST_CELLS}` : found.length} of ${counted(view.cells.length, 'cell')}`}
        <span className={styles.keys} aria-hidden="true">
          ↑↓ choose · Enter opens
        </span>
      </p>
    </dialog>
  );
}

/** Where a key moves the choice; null when it is no key of the list. Round the ends. */
function moveTo(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (active + 1) % count;
  if (key === 'ArrowUp') return (active - 1 + count) % count;
  if (key === 'PageDown') return Math.min(count - 1, active + 8);
  if (key === 'PageUp') return Math.max(0, active - 8);
  return null;
}

function run({ does }: PaletteCommand, go: (href: string) => void): void {
  switch (does.kind) {
    case 'go':
      go(does.href);
      break;
    case 'action':
      openAction(does.request);
      break;
    case 'theme':
      chooseTheme(does.theme);
      break;
    case 'shortcuts':
      window.dispatchEvent(new Event(OPEN_SHORTCUTS));
      break;
    case 'sign-out': {
      // A form, so that the browser follows the redirect of the provider.
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '/api/auth/signout';
      document.body.append(form);
      form.submit();
    }
  }
}
