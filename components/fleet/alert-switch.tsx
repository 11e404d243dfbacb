'use client';
import { Button } from '#components/ui/button.tsx';
import { useAlerts } from './use-alerts.ts';

/** Opt in to a notification, and a badge on title and icon, when a production cell turns critical. */
export function AlertSwitch() {
  const { on, refused, turn } = useAlerts();
  return (
    <Button
      kind="bare"
      aria-pressed={on}
      onClick={() => turn(!on)}
      title={
        refused
          ? "The browser refuses notifications for this site; title and icon still tell. Allow them in the site's settings."
          : 'When a production cell turns critical'
      }
      style={{ minHeight: 28, padding: '2px 8px' }}
    >
      {on ? 'Alerts on' : 'Alert me'}
    </Button>
  );
}
