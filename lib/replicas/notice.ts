import { z } from 'zod';

const schema = z.discriminatedUnion('kind', [
  /** The elected one has handed over a new version of the picture. */
  z.object({ kind: z.literal('picture'), from: z.string(), version: z.number() }),
  /** Somebody looks at a page of another replica. */
  z.object({ kind: z.literal('noticed'), from: z.string() }),
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
