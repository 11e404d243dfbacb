import { randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import { type BrokenGlass, type BrokenGlassView, glassView, isInForce } from '#lib/domain/access/broken-glass.ts';
import { behindGlass, inForce } from '#lib/domain/access/in-force.ts';
import { samePerson } from '#lib/domain/access/same-person.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import type { Log } from '#lib/log.ts';
import type { GlassDesk } from '#lib/runtime-contract.ts';
import type { Store } from '#lib/store/store.ts';
import { glassEntry } from './glass-entries.ts';
import type { Ledger } from './ledger.ts';

/** What other replicas wrote is known after so long. */
const ASK_EVERY_MS = 1_000;

interface GlassParts {
  store: Pick<Store, 'openGlasses'>;
  ledger: Pick<Ledger, 'keepGlass' | 'appendAudit'>;
  clock: Clock;
  log: Log;
  /** How long a broken glass lasts. */
  lastsMs: number;
  /** How old a sign-in may be for breaking it, ms; null for any age of a session. */
  freshSignInMs: number | null;
  /** Told all that are broken, after each change. */
  announce(broken: readonly BrokenGlassView[]): void;
}

/**
 * Who has broken the glass. Known in memory, so that no request waits for the store; while that is down a glass can be broken
 * all the same, in the journal, since what stops must not depend on the store.
 */
export class Glass implements GlassDesk {
  readonly #parts: GlassParts;
  readonly #open = new Map<string, BrokenGlass>();
  /** Not in the store yet. */
  readonly #unkept = new Set<string>();
  #told = '[]';
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: GlassParts) {
    this.#parts = parts;
  }

  /** Reads what is broken, and goes on asking. */
  async start(): Promise<void> {
    const ask = () => this.ask().catch((error) => this.#parts.log.warn('which glass is broken could not be read', { error }));
    await ask();
    this.#timer = setInterval(ask, ASK_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  of(person: { id: string }): BrokenGlass | null {
    const now = this.#parts.clock.now();
    return [...this.#open.values()].find((one) => one.by.id === person.id && isInForce(one, now)) ?? null;
  }

  list(): BrokenGlassView[] {
    const now = this.#parts.clock.now();
    return [...this.#open.values()].filter((one) => isInForce(one, now)).map(glassView);
  }

  async break(reason: string, caller: Caller): Promise<BrokenGlassView> {
    const { clock, log, lastsMs, freshSignInMs } = this.#parts;
    const now = clock.now();
    const known = this.of(caller.person);
    if (known) return glassView(known);
    const grants = behindGlass(caller.grants);
    if (grants.length === 0) {
      throw new ActionError('not-permitted', 'The access policy puts no role behind glass for you.', {
        fix: 'Ask whoever keeps ACCESS_POLICY for a rule with "breakGlass": true.',
      });
    }
    const { authenticatedAt } = caller;
    if (freshSignInMs !== null && (authenticatedAt === null || now - authenticatedAt > freshSignInMs)) {
      const minutes = Math.ceil(freshSignInMs / 60_000);
      throw new ActionError('sign-in-again', `Breaking the glass wants a sign-in of the last ${minutes} min.`, { fix: 'Sign in again.' });
    }
    const broken: BrokenGlass = {
      id: randomUUID(),
      by: caller.person,
      roles: grants.map(({ role, environments = [], waves = [], components = [] }) => {
        const where = [...environments, ...waves, ...components];
        return where.length > 0 ? `${role} in ${where.join(', ')}` : role;
      }),
      reason,
      at: now,
      endsAt: Math.min(now + lastsMs, caller.expiresAt),
      ended: null,
    };
    // Nothing is given before this is written, be it in the journal.
    await this.#keep(broken, glassEntry(broken, 'begun', now, caller));
    log.warn('the glass was broken', { person: broken.by.id, roles: broken.roles, reason, endsAt: broken.endsAt });
    return glassView(broken);
  }

  async end(id: string, caller: Caller): Promise<void> {
    const found = this.#open.get(id);
    const now = this.#parts.clock.now();
    if (!found || !isInForce(found, now)) throw new ActionError('no-such-glass', 'This glass is not broken, or is whole again.');
    const admin = inForce(caller.grants).some(({ role }) => role === 'admin');
    if (!admin && !samePerson(found.by, caller.person)) {
      throw new ActionError('not-permitted', `Only ${found.by.name} and admins can end this.`);
    }
    await this.#end(found, caller);
  }

  /** Takes in what other replicas wrote, writes what could not be written, and ends what is over. */
  async ask(): Promise<void> {
    const { store, ledger, clock } = this.#parts;
    for (const id of this.#unkept) {
      const one = this.#open.get(id);
      if (!one || (await ledger.keepGlass(one, []))) this.#unkept.delete(id);
    }
    const kept = await store.openGlasses().catch((error: unknown) => {
      this.#tell();
      throw error;
    });
    for (const id of this.#open.keys()) if (!this.#unkept.has(id) && !kept.some((one) => one.id === id)) this.#open.delete(id);
    for (const one of kept) if (!this.#unkept.has(one.id)) this.#open.set(one.id, one);
    for (const one of [...this.#open.values()]) if (one.ended === null && clock.now() >= one.endsAt) await this.#end(one, null);
    this.#tell();
  }

  async #end(one: BrokenGlass, caller: Caller | null): Promise<void> {
    const now = this.#parts.clock.now();
    const ended: BrokenGlass = { ...one, ended: { at: now, by: caller?.person ?? null } };
    await this.#keep(ended, glassEntry(ended, 'ended', now, caller));
    this.#parts.log.warn('a broken glass has ended', { person: one.by.id, by: caller?.person.id ?? null });
  }

  async #keep(one: BrokenGlass, entry: ReturnType<typeof glassEntry>): Promise<void> {
    this.#unkept.add(one.id);
    const kept = await this.#parts.ledger.keepGlass(one, [entry]);
    this.#open.set(one.id, one);
    if (kept) this.#unkept.delete(one.id);
    this.#tell();
  }

  #tell(): void {
    const broken = this.list();
    const told = JSON.stringify(broken);
    if (told === this.#told) return;
    this.#told = told;
    this.#parts.announce(broken);
  }
}
