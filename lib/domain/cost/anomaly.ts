/** Something that cost more than it usually does. Amounts are decimal text, to the cent. */
export interface CostAnomaly {
  /** Who found it: we, Cost Explorer's own detection (GetAnomalies), or both. */
  foundBy: 'cellwatch' | 'aws' | 'both';
  /** Cell, or name of the account that no cell has. */
  owner: string;
  ownerKind: 'cell' | 'account';
  /** Null where AWS names none. */
  service: string | null;
  /** `YYYY-MM-DD`. */
  firstDay: string;
  lastDay: string;
  /** True while the last complete day is one of it. */
  ongoing: boolean;
  /** What was paid above what was expected; told by us where we found it. */
  excess: string;
  /** A day of it, and a usual day; null where only AWS found it and does not tell. */
  perDay: string | null;
  usualPerDay: string | null;
  /** TotalImpact, where AWS found it too. */
  awsExcess: string | null;
}
