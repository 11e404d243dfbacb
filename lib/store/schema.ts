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
  /** Append-only, by triggers. `body` is what the hash is taken over; the columns beside it are for looking things up. */
  audit_entry: {
    seq: number;
    id: string;
    at: number;
    verb: string;
    action_id: string | null;
    /** Id, name and e-mail address in lower case. */
    person: string;
    /** Names, each between line breaks. */
    components: string;
    cells: string;
    body: string;
    hash: string;
  };
  /** One row: how long the chain is, and its last hash. */
  audit_head: {
    name: string;
    count: number;
    hash: string;
  };
  action: {
    id: string;
    person_id: string;
    idempotency_key: string;
    body_hash: string;
    at: number;
    finished_at: number | null;
    /** JSON, written once. */
    plan: string;
    /** JSON of the action as far as it is. */
    body: string;
    /** The run of Cellwatch that carries it out; null of one that did not tell. */
    owner: string | null;
  };
  /** Components that a starting action has to itself while it runs. */
  action_lock: {
    component: string;
    action_id: string;
  };
  /** What waits for a second person, or did. */
  approval: {
    id: string;
    person_id: string;
    idempotency_key: string;
    body_hash: string;
    at: number;
    state: string;
    /** JSON, written once: the whole plan, what was asked for, and who asked by which rights. */
    given: string;
    /** JSON of the request as far as it is. */
    body: string;
  };
  /** Who has broken the glass, or had. */
  glass: {
    id: string;
    ended_at: number | null;
    /** JSON. */
    body: string;
  };
  /** What one question to Cost Explorer told of one period, or daily traffic; one row for each ledger, period, part and fetch. */
  cost_record: {
    ledger: string;
    /** `YYYY-MM-DD` or `YYYY-MM`. */
    period: string;
    part: number;
    /** `fetched_at` of the fetch it came with: what is later than the state's is not in force yet. 0 of traffic. */
    fetch: number;
    body: Uint8Array;
  };
  /** One row: when costs were fetched last, and who fetches now. */
  cost_state: {
    name: string;
    fetched_at: number | null;
    /** JSON. */
    body: string | null;
    claimed_by: string | null;
    claimed_until: number | null;
    /** JSON of the fetch whose pages are kept; null while none is under way. */
    begun: string | null;
    /** JSON of how the last fetch failed; null when it did not. */
    failed: string | null;
  };
  /** What was answered of the fetch under way, page by page; empty once it is saved. */
  cost_page: {
    question: number;
    page: number;
    body: Uint8Array;
  };
  /** Our own calls to AWS. */
  own_call: {
    day: string;
    price_class: string;
    units: number;
    since: number;
  };
  /** What people said about a door that they closed. */
  pause: {
    component: string;
    stage: string;
    /** JSON. */
    body: string;
  };
  /** One row: how many times anything of sessions was written. */
  session_count: {
    name: string;
    change: number;
  };
  session: {
    id: string;
    person_id: string;
    created_at: number;
    seen_at: number;
    expires_at: number;
    ended_at: number | null;
    ended_why: string | null;
    /** The count when it was written last. */
    change: number;
    /** JSON. */
    body: string;
  };
}
