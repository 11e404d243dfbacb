import type { Generated } from 'kysely';

/** The tables, the same on every engine. Times are epoch ms. */
export interface Tables {
  health_change: {
    id: Generated<number>;
    cell: string;
    at: number;
    from_health: string | null;
    to_health: string;
    reason: string;
  };
  snapshot: {
    name: string;
    at: number;
    body: Uint8Array;
  };
}
