import { type Action, type Plan, STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import { publicPlan } from '#lib/domain/control/public-plan.ts';
import type { Caller, PlanRequest, StartRequest } from '#lib/domain/control/request.ts';
import { canonicalJson, toJson } from '#lib/domain/document/canonical-json.ts';
import type { ActionDesk, BegunAction } from '#lib/runtime-contract.ts';
import type { Store, StoredAction, StoredApproval } from '#lib/store/store.ts';
import { Approvals } from './approvals.ts';
import { carryOut } from './carry-out.ts';
import { KeptPlans } from './kept-plans.ts';
import { LiveAction } from './live-action.ts';
import { overtakeElsewhere } from './overtake-elsewhere.ts';
import { overtakes } from './overtakes.ts';
import { pause } from './pause.ts';
import { planNow, sha256 } from './plan-now.ts';
import type { ActionParts } from './ports.ts';
import { recover } from './recover.ts';
import { Refusals } from './refusals.ts';
import { type Keyed, keyReused, run, type Second, whyDown } from './run.ts';
import { takeOver } from './take-over.ts';

/** Actions that ended are kept in memory for those who ask while the store is down. */
const ENDED_KEPT = 200;
/** When the server stops, calls under way get so long to be answered. */
const STOP_WITHIN_MS = 3_000;
const REQUESTS_KEPT = 1_000;
/** How often one of several replicas looks for actions of those that are gone. */
const LOOK_EVERY_MS = 2_000;
/** A halt looks again when the calls that it overtook are answered, at the latest after this. */
const OTHERS_WITHIN_MS = 12_000;

/** All that people do to rollouts goes through here. */
export class Actions implements ActionDesk {
  readonly #parts: ActionParts & { plans: KeptPlans; refusals: Refusals };
  readonly #store: Store | null;
  /** By id: under way, or ended lately. */
  readonly #live = new Map<string, LiveAction>();
  readonly #underWay = new Map<string, Promise<void>>();
  /** By person and key: requests that are being answered, or were since the start. */
  readonly #requests = new Map<string, { bodyHash: string; answer: Promise<BegunAction> }>();
  readonly #stopping = new AbortController();
  #looking: NodeJS.Timeout | null = null;
  readonly approvals: Approvals;

  constructor(parts: ActionParts, store: Store | null) {
    this.#parts = { ...parts, plans: new KeptPlans(), refusals: new Refusals(parts.ledger, parts.clock) };
    this.#store = store;
    this.approvals = new Approvals(this.#parts, store, async ({ start, key, bodyHash }, caller, second) => {
      const { id } = await this.#beginOnce(start, caller, { key, bodyHash }, second);
      return id;
    });
  }

  /** Takes up what an earlier run left: the journal, and actions without an outcome. Ends when those are known; they go on by themselves. */
  async start(): Promise<void> {
    await this.#parts.ledger.start();
    this.approvals.start();
    await this.#takeOver();
    if (!this.#parts.others) return;
    this.#looking = setInterval(() => void this.#takeOver(), LOOK_EVERY_MS);
    this.#looking.unref();
  }

  /** Another replica wants the rest of an action not to be sent. */
  cancel(id: string, reason: string): void {
    this.#live.get(id)?.cancel(reason);
  }

  async #takeOver(): Promise<void> {
    const store = this.#store;
    const left = store ? await takeOver(store, this.#parts, (id) => this.#underWay.has(id)).catch(() => []) : [];
    for (const stored of left) {
      const recovering = recover(stored, this.#parts, this.#stopping.signal)
        .then((live) => this.#remember(live))
        .catch((error) => this.#parts.log.error('an action could not be taken up', { id: stored.action.id, error }));
      this.#underWay.set(stored.action.id, recovering);
      void recovering.finally(() => this.#underWay.delete(stored.action.id));
    }
    if (left.length > 0)
      this.#parts.log.warn('actions were left without an outcome: reading what became of them', { actions: left.length });
  }

  /** What an action would do now. @throws ActionError */
  async plan(request: PlanRequest, caller: Caller): Promise<Plan> {
    try {
      const { plan } = await planNow(this.#parts, request, caller);
      this.#parts.plans.keep(plan);
      return publicPlan(plan);
    } catch (error) {
      if (error instanceof ActionError && error.code === 'not-permitted') await this.#refuse(request, caller, error);
      throw error;
    }
  }

  /**
   * Begins an action: its intent is recorded, and it goes on by itself; or asks for a second person where one is wanted. The
   * same key and request answer the same action.
   * @throws ActionError when nothing was sent
   */
  async begin(request: StartRequest, caller: Caller, key: string): Promise<BegunAction> {
    const bodyHash = sha256(canonicalJson(toJson(request)));
    const name = `${caller.person.id} ${key}`;
    const earlier = this.#requests.get(name);
    if (earlier) {
      if (earlier.bodyHash !== bodyHash) return await this.#refuse(request, caller, keyReused());
      return await earlier.answer;
    }
    const answer = this.#beginOnce(request, caller, { key, bodyHash });
    this.#requests.set(name, { bodyHash, answer });
    // What failed was not begun: the same key may be tried again.
    answer.catch(() => this.#requests.delete(name));
    const oldest = this.#requests.size > REQUESTS_KEPT ? this.#requests.keys().next().value : undefined;
    if (oldest !== undefined) this.#requests.delete(oldest);
    return await answer;
  }

  /** Keeps in the audit log that somebody without the permission wanted this. Never throws. */
  async refused(request: PlanRequest, caller: Caller): Promise<void> {
    const refused = { code: 'not-permitted', message: 'None of the roles gives control of rollouts.' };
    await this.#parts.refusals.write(request, caller, refused);
  }

  /** One action as far as it is; null when there is none of that id. */
  async find(id: string): Promise<Action | null> {
    return this.#live.get(id)?.action ?? (await this.#store?.findAction(id))?.action ?? null;
  }

  /** Begins nothing more and lets calls under way be answered. What halts is made whole; of what starts, the rest is not sent. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.approvals.stop();
    if (this.#looking) clearInterval(this.#looking);
    for (const id of this.#underWay.keys()) {
      const live = this.#live.get(id);
      if (live && !STOPPING_VERBS.has(live.action.verb)) live.cancel('Cellwatch was stopped.');
    }
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref());
    await Promise.race([Promise.all(this.#underWay.values()), timeout]);
    await this.#parts.refusals.stop();
    await this.#parts.ledger.stop();
  }

  async #beginOnce(request: StartRequest, caller: Caller, keyed: Keyed, second: Second | null = null): Promise<BegunAction> {
    if (this.#stopping.signal.aborted)
      throw new ActionError('stopping', 'This server is stopping. Nothing was sent.', { fix: 'Try again in a moment.' });
    const before = await this.#before(request, caller, keyed, second);
    if (before) return before;
    const begun = await run(this.#parts, request, caller, keyed, second);
    switch (begun.kind) {
      case 'repeated':
        return { id: begun.id };
      case 'waits':
        return { id: begun.stored.request.id, waits: true };
      case 'begun':
        this.#carryOut(begun.stored, caller);
        return { id: begun.stored.action.id };
    }
  }

  /** The action of the same key before this run; null when there is none. A stopping verb does without a store that is down. */
  async #before(request: StartRequest, caller: Caller, { key, bodyHash }: Keyed, second: Second | null): Promise<BegunAction | null> {
    let earlier: StoredAction | null;
    let asked: StoredApproval | null = null;
    try {
      earlier = await this.#parts.ledger.findByKey(caller.person.id, key);
      // What is approved now was asked for under the same key.
      if (!earlier && !second && !STOPPING_VERBS.has(request.verb))
        asked = await this.#parts.ledger.findApprovalByKey(caller.person.id, key);
    } catch (cause) {
      if (STOPPING_VERBS.has(request.verb)) return null;
      const refused = new ActionError('not-recorded', 'The store is down, so nothing was sent.', {
        fix: `${whyDown(cause)} Pausing and halting still work.`,
        cause,
      });
      return this.#refuse(request, caller, refused);
    }
    const known = earlier ?? asked;
    if (!known) return null;
    if (known.bodyHash !== bodyHash) return this.#refuse(request, caller, keyReused());
    return earlier ? { id: earlier.action.id } : asked && { id: asked.request.id, waits: true };
  }

  #carryOut(stored: StoredAction, caller: Caller): void {
    const live = new LiveAction(stored, this.#parts, caller);
    const { id } = stored.action;
    this.#remember(live);
    const others = [...this.#underWay.keys()].flatMap((other) => this.#live.get(other) ?? []);
    const overtaken = others.filter((other) => overtakes(live, other, caller.grants, this.#parts.registry()));
    for (const other of overtaken) other.cancel(`${live.action.by.name} stopped it: ${live.action.title}.`);
    const ended = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(OTHERS_WITHIN_MS)]);
    const elsewhere = this.#overtakeElsewhere(live, caller, ended);
    const othersActed = () =>
      Promise.race([Promise.all([...overtaken.map(({ acted }) => acted), elsewhere]), pause(OTHERS_WITHIN_MS, this.#stopping.signal)]);
    const carrying = carryOut(live, caller, this.#parts, this.#stopping.signal, othersActed);
    this.#underWay.set(id, carrying);
    void carrying.finally(() => this.#underWay.delete(id));
  }

  async #overtakeElsewhere(live: LiveAction, caller: Caller, ended: AbortSignal): Promise<void> {
    if (!this.#store || !STOPPING_VERBS.has(live.action.verb)) return;
    const here = (id: string) => this.#underWay.has(id);
    await overtakeElsewhere(live, caller, this.#parts, this.#store, here, ended).catch((error) =>
      this.#parts.log.warn('actions of other replicas were not looked for', { id: live.action.id, error }),
    );
  }

  #remember(live: LiveAction): void {
    this.#live.set(live.action.id, live);
    for (const [id] of this.#live) {
      if (this.#live.size <= ENDED_KEPT) break;
      if (!this.#underWay.has(id)) this.#live.delete(id);
    }
  }

  async #refuse(request: PlanRequest, caller: Caller, error: ActionError): Promise<never> {
    const { code, message } = error;
    await this.#parts.refusals.write(request, caller, { code, message });
    throw error;
  }
}
