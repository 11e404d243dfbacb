'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { embeddedFleet, FLEET_DATA_ID, outlineText, publishedNow, scriptText } from '#lib/client/first-fleet.ts';
import { fleetQuery, outlineKey } from '#lib/client/fleet-query.ts';

/**
 * Hands the fleet over from server to browser, once: as a script element of JSON, which both the server's drawing and the
 * browser's first render read. As a prop it would stand in the HTML a second time, in what React sends for itself.
 * Render it only in a page that has required `read:health`.
 */
export function FleetData({
  whole,
  children,
}: {
  /** False where the page shows no cells: then they are not in its HTML. */
  whole: boolean;
  children: ReactNode;
}) {
  const client = useQueryClient();
  const [text] = useState(() => {
    // Before the children's first render, so that it has data on both sides.
    const onServer = typeof window === 'undefined';
    const published = onServer ? publishedNow() : null;
    if (client.getQueryData(fleetQuery.queryKey) === undefined) {
      const told = onServer ? published?.view : embeddedFleet();
      if (told) client.setQueryData(whole ? fleetQuery.queryKey : outlineKey, told);
    }
    if (!published) return '';
    return whole ? scriptText(published) : outlineText(published);
  });
  return (
    <>
      {children}
      {/* The browser keeps what the server wrote: React compares no markup that is set this way. */}
      <script type="application/json" id={FLEET_DATA_ID} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: text }} />
    </>
  );
}
