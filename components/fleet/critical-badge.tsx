'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import { useAlerts } from './use-alerts.ts';

const BADGE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#d02b32" d="M16 1 31 16 16 31 1 16z"/></svg>',
)}`;

/** With alerts on: the number of critical production cells in the title, a red diamond as icon, a notification for each new one. */
export function CriticalBadge({ cells }: { cells: readonly FleetCellView[] }) {
  const { on } = useAlerts();
  const names = useMemo(
    () =>
      cells
        .filter(({ health, state, environment }) => health === 'critical' && state === 'in-service' && environment === 'production')
        .map(({ name }) => name),
    [cells],
  );
  const known = useRef<ReadonlySet<string> | null>(null);

  useEffect(() => {
    const before = known.current;
    known.current = new Set(names);
    // What was critical when the page opened is seen, not told.
    if (!on || before === null) return;
    const fresh = names.filter((name) => !before.has(name));
    const [first] = fresh;
    if (first === undefined || !('Notification' in window) || Notification.permission !== 'granted') return;
    const reason = cells.find(({ name }) => name === first)?.evidence[0]?.text ?? '';
    const title = fresh.length === 1 ? `${first} is critical` : `${fresh.length} cells turned critical`;
    const notification = new Notification(title, {
      body: fresh.length === 1 ? reason : fresh.slice(0, 6).join(', '),
      tag: 'cellwatch-critical',
    });
    notification.onclick = () => window.focus();
  }, [names, on, cells]);

  useEffect(() => {
    if (!on || names.length === 0) return;
    const title = document.title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const usual = icon?.href;
    document.title = `(${names.length}) ${title}`;
    if (icon) icon.href = BADGE;
    return () => {
      document.title = title;
      if (icon && usual) icon.href = usual;
    };
  }, [names.length, on]);

  return null;
}
