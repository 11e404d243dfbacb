import { type SessionOver, type SessionRecord, sessionOver } from '#lib/domain/access/session-record.ts';
import type { SessionDesk } from '#lib/runtime-contract.ts';
import { StoreError } from '#lib/store/store.ts';

const IDLE_MS = 3_600_000;

/** Sessions in memory, with a store that a test takes away. A cookie that a test made holds until the test says otherwise. */
export function fakeSessions() {
  const records = new Map([['piet-1', somebodyElse()]]);
  const overs = new Map<string, SessionOver>();
  const watchers = new Map<string, Set<() => void>>();
  const store = { down: false };
  const mustAnswer = () => {
    if (store.down) throw new StoreError('unavailable', 'The store is down.');
  };
  const end = (id: string, why: 'signed-out' | 'replaced' | 'ended-elsewhere' | 'revoked') => {
    const record = records.get(id);
    if (record && !record.ended) records.set(id, { ...record, ended: { at: Date.now(), why } });
    overs.set(id, why === 'replaced' ? 'signed-out' : why);
    for (const onOver of watchers.get(id) ?? []) onOver();
  };
  const sessions: SessionDesk = {
    async begin(record, replaces) {
      mustAnswer();
      records.set(record.id, record);
      if (replaces !== null) end(replaces, 'replaced');
    },
    async use(id) {
      const why = overs.get(id);
      return why === undefined ? { state: 'holds', confirmed: !store.down } : { state: 'over', why };
    },
    find: (id) => records.get(id) ?? null,
    list: () => [...records.values()].filter((record) => sessionOver(record, Date.now(), IDLE_MS) === null),
    async signOut(id) {
      end(id, 'signed-out');
    },
    async endElsewhere(ids) {
      mustAnswer();
      for (const id of ids) end(id, 'ended-elsewhere');
    },
    known: () => [...records.values()],
    async revoke({ id: personId }) {
      mustAnswer();
      const theirs = sessions.list().filter(({ person }) => person.id === personId);
      for (const { id } of theirs) end(id, 'revoked');
      return theirs.length;
    },
    watch(id, onOver) {
      const mine = watchers.get(id) ?? new Set();
      watchers.set(id, mine.add(onOver));
      return () => mine.delete(onOver);
    },
  };
  return { sessions, records, overs, store };
}

function somebodyElse(): SessionRecord {
  const now = Date.now();
  return {
    id: 'piet-1',
    person: { id: 'piet', name: 'Piet', email: null },
    identity: { email: null, emailVerified: false, groups: ['cellwatch-operators'] },
    createdAt: now,
    authenticatedAt: null,
    seenAt: now,
    expiresAt: now + 8 * IDLE_MS,
    origin: { address: '192.0.2.7', userAgent: 'Firefox' },
    ended: null,
  };
}
