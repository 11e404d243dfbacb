'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { Grant } from '#lib/domain/access/access.ts';

const PersonContext = createContext<readonly Grant[]>([]);

/** Lets the page know what whoever is signed in may do, to say so on its buttons. The server decides for itself. */
export function Person({ grants, children }: { grants: readonly Grant[]; children: ReactNode }) {
  return <PersonContext value={grants}>{children}</PersonContext>;
}

/** What whoever is signed in was granted. */
export function useGrants(): readonly Grant[] {
  return useContext(PersonContext);
}
