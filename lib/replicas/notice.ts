import { z } from 'zod';

const schema = z.discriminatedUnion('kind', [
  /** The elected one has handed over a new version of the picture. */
  z.object({ kind: z.literal('picture'), from: z.string(), version: z.number() }),
  /** Somebody looks at a page of another replica. */
  z.object({ kind: z.literal('noticed'), from: z.string() }),
  /** An action has moved: for viewers. */
  z.object({ kind: z.literal('action'), from: z.string(), data: z.string() }),
  z.object({ kind: z.literal('approval'), from: z.string(), data: z.string() }),
  /** A person acts on a component: its pipeline is to be looked at now, and often for a while. */
  z.object({ kind: z.literal('look'), from: z.string(), component: z.string() }),
  /** The rest of an action is not to be sent. */
  z.object({ kind: z.literal('cancel'), from: z.string(), action: z.string(), reason: z.string() }),
  /** Somebody asked for something that the elected one does. */
  z.object({ kind: z.literal('ask'), from: z.string(), what: z.string() }),
]);

type Heard = z.infer<typeof schema>;
type Told<T> = T extends Heard ? Omit<T, 'from'> : never;

/** What replicas tell each other. */
export type Notice = Told<Heard>;

/** Null for what another version of Cellwatch says, which is not known here. */
export function readNotice(payload: string): Heard | null {
  try {
    return schema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
