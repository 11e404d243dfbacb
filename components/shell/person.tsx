'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { Grant } from '#lib/domain/access/access.ts';

interface Signed {
  id: string;
  grants: readonly Grant[];
}

const PersonContext = createContext<Signed>({ id: '', grants: [] });

/** Lets the page know who is signed in and what they may do, to say so on its buttons. The server decides for itself. */
export function Person({ id, grants, children }: Signed & { children: ReactNode }) {
  return <PersonContext value={{ id, grants }}>{children}</PersonContext>;
}

/** What whoever is signed in was granted. */
export function useGrants(): readonly Grant[] {
  return useContext(PersonContext).grants;
}

/** The identity provider's id of whoever is signed in. */
export function usePersonId(): string {
  return useContext(PersonContext).id;
}
