/** One sign-in in one browser. Contract of GET /api/sessions. Times ISO 8601. */
export interface SessionView {
  id: string;
  /** The one that asks. */
  current: boolean;
  createdAt: string;
  /** To within a minute. */
  seenAt: string;
  expiresAt: string;
  /** As the browser said them at its sign-in. */
  address: string | null;
  userAgent: string | null;
}

/** Contract of GET /api/sessions. */
export interface SessionsView {
  sessions: readonly SessionView[];
  /** Minutes after which a session of which nothing comes is over. */
  idleMinutes: number;
}

/** Somebody who is signed in, or was within the last day. */
export interface PersonView {
  id: string;
  name: string;
  email: string | null;
  /** By the policy in force. */
  roles: readonly string[];
  /** Those that are not over, the one seen last first. */
  sessions: readonly SessionView[];
  seenAt: string;
  /** Whoever asks. */
  you: boolean;
}

/** Contract of GET /api/people. */
export interface PeopleView {
  people: readonly PersonView[];
}
