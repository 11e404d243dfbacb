/** Somebody who took a role from behind glass for a time. Times are epoch ms. */
export interface BrokenGlass {
  id: string;
  by: { id: string; name: string; email: string | null };
  /** What it gives them: "operator in pre-production", told to everybody. */
  roles: readonly string[];
  reason: string;
  at: number;
  endsAt: number;
  /** Null while it is in force. */
  ended: { at: number /** Null for its time being over. */; by: { id: string; name: string; email: string | null } | null } | null;
}

/** What everybody who looks is told. Contract of GET /api/glass. */
export interface BrokenGlassView {
  id: string;
  by: { id: string; name: string };
  roles: readonly string[];
  reason: string;
  at: number;
  endsAt: number;
}

/** Whether it gives anything at a time. */
export const isInForce = ({ ended, endsAt }: Pick<BrokenGlass, 'ended' | 'endsAt'>, now: number): boolean => ended === null && now < endsAt;

export const glassView = ({ id, by, roles, reason, at, endsAt }: BrokenGlass): BrokenGlassView => ({
  id,
  by: { id: by.id, name: by.name },
  roles,
  reason,
  at,
  endsAt,
});
