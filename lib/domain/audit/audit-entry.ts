import { VERBS } from '../control/action.ts';
import type { Json } from '../document/canonical-json.ts';

/**
 * intent: what is about to be done, written before anything is sent. call: what became of one call. result: how an action
 * ended. refusal: what somebody wanted and was not allowed, or could not be done any more. approval: a request for a second person,
 * and how it ended. glass: that the glass was broken, was used, and is whole again.
 */
const AUDIT_KINDS = ['intent', 'call', 'result', 'refusal', 'approval', 'glass'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** What somebody did: to releases, to the sessions of a person, to the registry, or to their own rights. */
export const AUDIT_VERBS = [...VERBS, 'sign-out-person', 'confirm-registry', 'break-glass'] as const;
export type AuditVerb = (typeof AUDIT_VERBS)[number];

/** Where a request came from, as it said itself: told for orientation, not proof. */
export interface RequestOrigin {
  address: string | null;
  userAgent: string | null;
}

/** One thing that happened. Times are epoch ms. */
export interface AuditEntry {
  /** Unique: an entry that is appended twice stands once. */
  id: string;
  at: number;
  kind: AuditKind;
  /** Null for what Cellwatch did by itself, such as reading back after a crash. */
  person: { id: string; name: string; email: string | null } | null;
  origin: RequestOrigin | null;
  actionId: string | null;
  verb: AuditVerb;
  /** The components meant, and the cells that it touches. */
  components: readonly string[];
  cells: readonly string[];
  /** What happened, in plain words. */
  text: string;
  reason: string | null;
  /** AWS's request id, of calls. */
  requestId: string | null;
  /** Target, plan, state it was based on, outcome: whatever belongs to the kind. */
  detail: Json;
}

/** An entry in its place of the chain. */
export interface ChainedEntry extends AuditEntry {
  /** 1, 2, 3, … without gaps. */
  seq: number;
  /** Hash of the entry before; 64 zeros for the first. */
  previous: string;
  /** SHA-256 over the canonical JSON of all the rest, hexadecimal. */
  hash: string;
}

/** What somebody looks for in the log. Every member narrows; times are epoch ms. */
export interface AuditFilter {
  /** Part of an id, a name or an e-mail address; any case. */
  person?: string | undefined;
  component?: string | undefined;
  cell?: string | undefined;
  verb?: AuditVerb | undefined;
  actionId?: string | undefined;
  from?: number | undefined;
  /** Exclusive. */
  to?: number | undefined;
}
