import { expect, it } from 'vitest';
import { CHAIN_START, ChainCheck } from '#lib/domain/audit/audit-chain.ts';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Action, PauseNote } from '#lib/domain/control/action.ts';
import { sha256 } from '../append-entries.ts';
import type { Store, StoredAction } from '../store.ts';

export const auditEntry = (id: string, over: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: 1_000,
  kind: 'intent',
  person: { id: 'u-1', name: 'Olga Operator', email: 'olga@orbit.example' },
  origin: null,
  actionId: null,
  verb: 'halt-rollout',
  components: ['router'],
  cells: ['prod-use1-a'],
  text: 'Halt router',
  reason: null,
  requestId: null,
  detail: null,
  ...over,
});

export const storedAction = (id: string, key = id, over: Partial<Action> = {}): StoredAction => ({
  action: {
    id,
    verb: 'roll-back',
    target: { component: 'router' },
    title: 'Roll back router',
    by: { id: 'u-1', name: 'Olga Operator', email: null },
    reason: 'errors',
    at: Number(id.replace(/\D/g, '')) || 1,
    state: 'recorded',
    calls: [],
    impossible: [],
    journaled: false,
    finishedAt: null,
    ...over,
  },
  plan: { verb: 'roll-back', target: { component: 'router' }, title: 'Roll back router' } as StoredAction['plan'],
  key,
  bodyHash: 'h',
});

const note = (component: string, stage: string, over: Partial<PauseNote> = {}): PauseNote => ({
  component,
  stage,
  wave: null,
  owner: 'Olga',
  until: 99,
  reason: 'freeze',
  by: { id: 'u-1', name: 'Olga' },
  at: 5,
  actionId: 'a-1',
  ...over,
});

/** The chain read back and followed from its start. */
async function checked(store: Store) {
  const check = new ChainCheck(sha256);
  const faults = (await store.readChain(0, 10_000)).flatMap((kept) => check.next(kept) ?? []);
  const end = check.end(await store.chainHead());
  return { faults: end ? [...faults, end] : faults, count: check.head.count };
}

/** What every engine must do with audit, actions and pauses. */
export function controlContract(current: () => Store, reopen: () => Promise<void>): void {
  const ids = async () => (await current().searchAudit({}, null, 1_000)).map(({ id }) => id);

  it('starts with an empty chain', async () => {
    expect(await current().chainHead()).toEqual({ count: 0, hash: CHAIN_START });
    expect(await checked(current())).toEqual({ faults: [], count: 0 });
  });

  it('chains entries in the order of their appending, and finds them again after it was closed', async () => {
    await current().appendAudit([auditEntry('a'), auditEntry('b', { at: 1, text: 'Zürich · \u202e☂ "\\ \n' })]);
    await reopen();
    await current().appendAudit([auditEntry('c')]);
    expect(await ids()).toEqual(['c', 'b', 'a']);
    expect(await checked(current())).toEqual({ faults: [], count: 3 });
    const [c, b] = await current().searchAudit({}, null, 2);
    expect(c?.previous).toBe(b?.hash);
    expect(b).toMatchObject({ ...auditEntry('b', { at: 1, text: 'Zürich · \u202e☂ "\\ \n' }), seq: 2 });
  });

  it('keeps what somebody typed, whatever signs are in it, and finds the chain intact', async () => {
    const odd = 'ro\0uter \ud800 \ufeff \u2028';
    await current().appendAudit([
      auditEntry('a', {
        components: [odd, 'api'],
        cells: [odd],
        text: odd,
        reason: odd,
        person: { id: odd, name: odd, email: null },
      }),
      auditEntry('b'),
    ]);
    await reopen();
    expect(await checked(current())).toEqual({ faults: [], count: 2 });
    expect(await current().searchAudit({ component: 'api' }, null, 10)).toMatchObject([{ id: 'a', text: odd, components: [odd, 'api'] }]);
    expect(await current().searchAudit({ component: 'no\0ne', actionId: 'no\0ne\ud800' }, null, 10)).toEqual([]);
    expect(await current().findAction('no\0ne')).toBeNull();
  });

  it('keeps an entry that is appended twice once', async () => {
    await current().appendAudit([auditEntry('a'), auditEntry('a')]);
    await current().appendAudit([auditEntry('a', { text: 'again' }), auditEntry('b')]);
    expect(await ids()).toEqual(['b', 'a']);
    expect(await checked(current())).toEqual({ faults: [], count: 2 });
  });

  it('never forks the chain, however many append at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => current().appendAudit([auditEntry(`x${i}`), auditEntry(`y${i}`)])));
    expect(await checked(current())).toEqual({ faults: [], count: 80 });
  });

  it('finds entries by person, component, cell, verb, action and time, a page at a time', async () => {
    await current().appendAudit([
      auditEntry('a', { at: 10 }),
      auditEntry('b', { at: 20, components: ['api', 'router'], verb: 'roll-back', actionId: 'act' }),
      auditEntry('c', { at: 30, person: { id: 'u-2', name: 'Piet_100%', email: null }, cells: ['prod-use1-ab'] }),
      auditEntry('d', { at: 40, person: null, components: ['rout'], cells: [] }),
    ]);
    const found = async (filter: object) => (await current().searchAudit(filter, null, 10)).map(({ id }) => id);
    expect(await found({ person: 'OLGA' })).toEqual(['b', 'a']);
    expect(await found({ person: 't_100%' })).toEqual(['c']);
    expect(await found({ person: '%' })).toEqual(['c']);
    expect(await found({ component: 'router' })).toEqual(['c', 'b', 'a']);
    expect(await found({ component: 'rout' })).toEqual(['d']);
    expect(await found({ cell: 'prod-use1-a' })).toEqual(['b', 'a']);
    expect(await found({ verb: 'roll-back' })).toEqual(['b']);
    expect(await found({ actionId: 'act' })).toEqual(['b']);
    expect(await found({ from: 20, to: 40 })).toEqual(['c', 'b']);
    expect((await current().searchAudit({}, 3, 1)).map(({ id }) => id)).toEqual(['b']);
  });

  it('records an intent once for a person and key, and answers the earlier one', async () => {
    expect(await current().recordIntent(storedAction('act-1', 'k'), [auditEntry('a')], [])).toEqual({ kind: 'recorded' });
    const again = await current().recordIntent(storedAction('act-2', 'k'), [auditEntry('b')], ['router']);
    expect(again).toMatchObject({ kind: 'repeated', earlier: { action: { id: 'act-1' } } });
    expect(await ids()).toEqual(['a']);
    expect(await current().findAction('act-2')).toBeNull();
    expect(await current().findActionByKey('u-1', 'k')).toMatchObject({ action: { id: 'act-1' }, bodyHash: 'h' });
    expect(await current().findActionByKey('u-2', 'k')).toBeNull();
    const other = storedAction('act-3', 'k', { by: { id: 'u-2', name: 'Piet', email: null } });
    expect(await current().recordIntent(other, [], ['router'])).toEqual({ kind: 'recorded' });
  });

  it('records one of two intents with the same key that come at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) => current().recordIntent(storedAction(`act-${i}`, 'k'), [auditEntry(`e${i}`)], [])),
    );
    expect(outcomes.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
    expect(await ids()).toHaveLength(1);
  });

  it('lets one action at a time have a component, all or nothing, until it is finished', async () => {
    const first = storedAction('act-1');
    expect(await current().recordIntent(first, [], ['router'])).toEqual({ kind: 'recorded' });
    const second = await current().recordIntent(storedAction('act-2'), [auditEntry('b')], ['api', 'router']);
    expect(second).toEqual({ kind: 'busy', component: 'router', actionId: 'act-1' });
    expect(await current().findAction('act-2')).toBeNull();
    expect(await ids()).toEqual([]);
    expect(await current().recordIntent(storedAction('act-3'), [], ['api'])).toEqual({ kind: 'recorded' });
    await current().recordProgress({ ...first, action: { ...first.action, state: 'done', finishedAt: 9 } }, [auditEntry('d')]);
    expect(await current().recordIntent(storedAction('act-4'), [], ['router'])).toEqual({ kind: 'recorded' });
    expect(await ids()).toEqual(['d']);
  });

  it('tells which actions are not finished, after a restart too', async () => {
    const acting = storedAction('act-2');
    await current().recordIntent(acting, [], []);
    await current().recordIntent(storedAction('act-1'), [], []);
    await current().recordProgress({ ...acting, action: { ...acting.action, state: 'acting' } }, []);
    await current().recordProgress(storedAction('act-9', 'k9', { state: 'done', finishedAt: 1 }), [auditEntry('x')]);
    await reopen();
    expect((await current().openActions()).map(({ action }) => [action.id, action.state])).toEqual([
      ['act-1', 'recorded'],
      ['act-2', 'acting'],
    ]);
    expect(await current().findAction('act-9')).toMatchObject({ action: { state: 'done' } });
  });

  it('hands an open action to one of those who take it over from the same owner, and no finished one', async () => {
    const owned = { ...storedAction('act-1'), owner: 'first' };
    await current().recordIntent(owned, [], []);
    await current().recordIntent(storedAction('act-2', 'k2'), [], []);
    expect(await current().findAction('act-1')).toEqual(owned);
    expect(await current().takeAction('act-1', 'other', 'third')).toBe(false);
    const taken = await Promise.all(['second', 'third'].map((to) => current().takeAction('act-1', 'first', to)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await current().takeAction('act-2', null, 'second')).toBe(true);
    await current().recordProgress({ ...owned, action: { ...owned.action, finishedAt: 9 } }, []);
    const { owner = '' } = (await current().findAction('act-1')) ?? {};
    expect(await current().takeAction('act-1', owner, 'fourth')).toBe(false);
  });

  it('keeps a plan that grew while it was acted upon', async () => {
    const first = storedAction('act-1');
    await current().recordIntent(first, [], []);
    const grown = { ...first, plan: { ...first.plan, title: 'more' } };
    await current().recordProgress(grown, []);
    expect((await current().findAction('act-1'))?.plan.title).toBe('Roll back router');
    await current().recordProgress(grown, [], true);
    expect((await current().findAction('act-1'))?.plan.title).toBe('more');
  });

  it('keeps one note for a closed door, the last, until the door is open', async () => {
    await current().savePause(note('router', 'small'));
    await current().savePause(note('router', 'small', { owner: null }));
    await current().savePause(note('api', 'small'));
    await current().savePause(note('Zone', 'small'));
    await reopen();
    expect(await current().pauses()).toEqual([note('Zone', 'small'), note('api', 'small'), note('router', 'small', { owner: null })]);
    await current().dropPauses([
      { component: 'router', stage: 'small' },
      { component: 'router', stage: 'large' },
      { component: 'Zone', stage: 'small' },
    ]);
    expect(await current().pauses()).toEqual([note('api', 'small')]);
  });
}
