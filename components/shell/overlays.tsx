'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { takeDraft } from '#lib/client/actions/kept-draft.ts';
import { type ActionRequest, OPEN_ACTION } from '#lib/client/actions/open-action.ts';
import { isTyping } from '#lib/client/is-typing.ts';
import { rememberFleet } from '#lib/client/last-fleet-address.ts';
import { OPEN_SHORTCUTS } from '#lib/client/palette/open-events.ts';
import { permits } from '#lib/domain/access/permits.ts';
import { useGrants, usePersonId } from './person.tsx';
import { OPEN_SEARCH } from './search-button.tsx';

const loadAction = () => import('#components/actions/action-dialog.tsx');
const loadPalette = () => import('./command-palette.tsx');
const loadShortcuts = () => import('./shortcuts-dialog.tsx');
const ActionDialog = lazy(() => loadAction().then((module) => ({ default: module.ActionDialog })));
const CommandPalette = lazy(() => loadPalette().then((module) => ({ default: module.CommandPalette })));
const ShortcutsDialog = lazy(() => loadShortcuts().then((module) => ({ default: module.ShortcutsDialog })));

type Overlay = 'search' | 'shortcuts' | ActionRequest | null;

/**
 * What stands over every page: search (`/`, Ctrl/Cmd-K), the list of shortcuts (`?`), the dialogs of control. Only the keys
 * weigh on the first load; the dialogs come when the page has become quiet, or when they are asked for.
 */
export function Overlays() {
  const [open, setOpen] = useState<Overlay>(null);
  const returnTo = useRef<Element | null>(null);
  const early = useRef<EarlyKeys>({ waiting: false, typed: '' });
  const acts = permits(useGrants(), 'control');
  const personId = usePersonId();
  useFleetMemory();

  // Whoever signed in again for a dialog finds it as it was.
  useEffect(() => {
    const draft = takeDraft(personId);
    if (draft) setOpen(draft);
  }, [personId]);

  // An operator has the dialogs at hand even when the server has gone since.
  useEffect(() => {
    const idle = setTimeout(() => void Promise.all([loadPalette(), acts ? loadAction() : null]), 3_000);
    return () => clearTimeout(idle);
  }, [acts]);

  useEffect(() => {
    const show = (overlay: Overlay) => {
      if (!document.querySelector('dialog[open]')) returnTo.current = document.activeElement;
      early.current = { waiting: overlay === 'search', typed: '' };
      setOpen(overlay);
    };
    const search = () => show('search');
    const shortcuts = () => show('shortcuts');
    const action = (event: Event) => show((event as CustomEvent<ActionRequest>).detail);
    function onKey(event: KeyboardEvent) {
      const overlay = overlayOf(event);
      if (overlay === null || event.defaultPrevented) return;
      event.preventDefault();
      show(overlay);
    }
    const onEarlyKey = (event: KeyboardEvent) => keepEarlyKey(event, early.current);
    document.addEventListener('keydown', onEarlyKey, true);
    document.addEventListener('keydown', onKey);
    window.addEventListener(OPEN_SEARCH, search);
    window.addEventListener(OPEN_SHORTCUTS, shortcuts);
    window.addEventListener(OPEN_ACTION, action);
    return () => {
      document.removeEventListener('keydown', onEarlyKey, true);
      document.removeEventListener('keydown', onKey);
      window.removeEventListener(OPEN_SEARCH, search);
      window.removeEventListener(OPEN_SHORTCUTS, shortcuts);
      window.removeEventListener(OPEN_ACTION, action);
    };
  }, []);

  function close() {
    early.current.waiting = false;
    setOpen(null);
    const { current } = returnTo;
    if (current instanceof HTMLElement && current.isConnected) current.focus();
  }

  return (
    <Suspense fallback={null}>
      {open === 'search' ? <CommandPalette early={() => early.current.typed} close={close} /> : null}
      {open === 'shortcuts' ? <ShortcutsDialog close={close} /> : null}
      {open !== null && typeof open === 'object' ? <ActionDialog key={JSON.stringify(open)} request={open} close={close} /> : null}
    </Suspense>
  );
}

interface EarlyKeys {
  /** The search was asked for and may not be here yet. */
  waiting: boolean;
  typed: string;
}

/** Whoever types at once loses no letter, and no letter is taken for a shortcut of the page. */
function keepEarlyKey(event: KeyboardEvent, early: EarlyKeys): void {
  if (!early.waiting || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector('dialog[open]')) {
    early.waiting = false;
    return;
  }
  if (event.key === 'Backspace') early.typed = early.typed.slice(0, -1);
  else if (event.key.length === 1) early.typed += event.key;
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function overlayOf(event: KeyboardEvent): Overlay {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') return 'search';
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
  if (document.querySelector('dialog[open]')) return null;
  return event.key === '/' ? 'search' : event.key === '?' ? 'shortcuts' : null;
}

/** Keeps the way back to the fleet as it was filtered and grouped. */
function useFleetMemory(): void {
  const pathname = usePathname();
  const search = useSearchParams()?.toString() ?? '';
  useEffect(() => {
    if (pathname === '/') rememberFleet(search === '' ? '' : `?${search}`);
  }, [pathname, search]);
}
