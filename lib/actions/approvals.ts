import { ActionError } from '#lib/domain/control/action-error.ts';
import {
  type ApprovalEnd,
  type ApprovalRequest,
  type ApprovalSummary,
  type ApprovalView,
  approvalAt,
  approvalStanding,
} from '#lib/domain/control/approval.ts';
import { difference } from '#lib/domain/control/difference.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import type { ApprovalDesk } from '#lib/runtime-contract.ts';
import type { Store, StoredApproval } from '#lib/store/store.ts';
import { approvalEntry } from './audit-entries.ts';
import type { KeptPlans } from './kept-plans.ts';
import { mayMake } from './may-make.ts';
import { planNow } from './plan-now.ts';
import type { ActionParts } from './ports.ts';
import type { Refusals } from './refusals.ts';
import { notWaiting, type Second } from './run.ts';

/** Ended requests are listed so long. */
const LISTED_MS = 24 * 3_600_000;
const LISTED = 100;
/** How often somebody looks for requests whose time is over. */
const SWEEP_MS = 5_000;

/** Begins what was approved, in the name of whoever asked. @throws ActionError */
type Begin = (stored: StoredApproval, caller: Caller, second: Second) => Promise<string>;

/** What waits for a second person: who may answer, and what becomes of it. Every answer is judged and recorded here. */
export class Approvals implements ApprovalDesk {
  readonly #parts: ActionParts & { plans: KeptPlans; refusals: Refusals };
  readonly #store: Store | null;
  readonly #begin: Begin;
  #sweeping: NodeJS.Timeout | null = null;

  constructor(parts: ActionParts & { plans: KeptPlans; refusals: Refusals }, store: Store | null, begin: Begin) {
    this.#parts = parts;
    this.#store = store;
    this.#begin = begin;
  }

  start(): void {
    const failed = (error: unknown) => this.#parts.log.warn('requests whose time is over could not be looked for', { error });
    this.#sweeping = setInterval(() => void this.expire().catch(failed), SWEEP_MS);
    this.#sweeping.unref();
  }

  stop(): void {
    if (this.#sweeping) clearInterval(this.#sweeping);
  }

  async list(caller: Pick<Caller, 'person' | 'grants'>): Promise<ApprovalSummary[]> {
    const since = this.#parts.clock.now() - LISTED_MS;
    const found = (await this.#store?.approvals(since, LISTED)) ?? [];
    return found.map((stored) => {
      const { plan: _, ...summary } = this.#seenBy(stored, caller);
      return summary;
    });
  }

  async find(id: string, caller: Pick<Caller, 'person' | 'grants'>): Promise<ApprovalView | null> {
    const stored = (await this.#store?.findApproval(id)) ?? null;
    return stored && this.#seenBy(stored, caller);
  }

  async changes(id: string): Promise<readonly string[]> {
    const { request, plan, start, caller } = await this.#waiting(id);
    const now = await planNow(this.#parts, start, { grants: (await this.#parts.rightsNow(caller)) ?? [] });
    if (now.unread !== null) throw new ActionError('not-ready', `What the pipeline does now could not be read: ${now.unread}.`);
    return now.plan.fingerprint === request.plan.fingerprint ? [] : difference(plan, now.plan, now.nameOf);
  }

  async approve(id: string, reason: string, caller: Caller): Promise<{ id: string }> {
    const stored = await this.#waiting(id);
    const { request, plan } = stored;
    const { may } = approvalStanding(request, caller.person, { allowed: true });
    if (may === 'withdraw') return this.#refuse(stored, caller, ownRequest(request));
    const grants = await this.#parts.rightsNow(stored.caller);
    if (!grants) {
      const message = `${request.by.name} may not do this any more. Nothing was sent.`;
      return this.#refuse(stored, caller, new ActionError('not-permitted', message, { fix: 'Plan it yourself.' }));
    }
    this.#parts.plans.keep(plan);
    try {
      const begun = await this.#begin(stored, { ...stored.caller, grants }, { caller, reason: reason.trim(), request });
      this.#parts.announceApproval({ id, state: 'approved' });
      return { id: begun };
    } catch (error) {
      if (error instanceof ActionError && error.code === 'plan-outdated') {
        // Where that can't be recorded the request is outdated still, and the next to approve it is told so.
        await this.#end(stored, 'outdated', { by: caller.person, reason: null, difference: error.difference ?? [] }, caller).catch(
          () => {},
        );
      }
      throw error;
    }
  }

  async decline(id: string, reason: string, caller: Caller): Promise<ApprovalView> {
    const stored = await this.#waiting(id);
    const { you } = this.#seenBy(stored, caller);
    if (you.may === 'withdraw') return this.#refuse(stored, caller, ownRequest(stored.request));
    if (you.may === 'look') {
      const refused = new ActionError('not-permitted', `Only somebody who may do it can decline it: ${you.why}.`);
      return this.#refuse(stored, caller, refused);
    }
    return this.#ended(stored, 'declined', reason, caller);
  }

  async withdraw(id: string, reason: string, caller: Caller): Promise<ApprovalView> {
    const stored = await this.#waiting(id);
    if (this.#seenBy(stored, caller).you.may === 'withdraw') return this.#ended(stored, 'withdrawn', reason, caller);
    const { name } = stored.request.by;
    return this.#refuse(stored, caller, new ActionError('not-permitted', `Only ${name} can take it back.`, { fix: 'Decline it instead.' }));
  }

  async refused(id: string, caller: Caller): Promise<void> {
    const stored = await this.#store?.findApproval(id).catch(() => null);
    if (!stored) return;
    const refused = { code: 'not-permitted', message: 'None of the roles gives control of rollouts.', plan: stored.plan };
    await this.#parts.refusals.write(stored.start, caller, refused);
  }

  /** Ends requests that nobody answered in time. Of several servers one does. */
  async expire(): Promise<void> {
    const now = this.#parts.clock.now();
    const waiting = (await this.#store?.approvals(now + 1, LISTED)) ?? [];
    for (const stored of waiting) {
      const { state, end } = approvalAt(stored.request, now);
      if (state === 'expired' && end) await this.#end(stored, state, end, null);
    }
  }

  /** A request that can be answered. @throws ActionError */
  async #waiting(id: string): Promise<StoredApproval> {
    const stored = await this.#store?.findApproval(id);
    if (!stored) throw new ActionError('no-such-approval', `There is no request for approval "${id.slice(0, 100)}".`);
    if (approvalAt(stored.request, this.#parts.clock.now()).state !== 'waiting') throw notWaiting();
    return stored;
  }

  async #ended(stored: StoredApproval, state: 'declined' | 'withdrawn', reason: string, caller: Caller): Promise<ApprovalView> {
    const ended = await this.#end(stored, state, { by: caller.person, reason: reason.trim() || null, difference: [] }, caller);
    if (!ended) throw notWaiting();
    return this.#seenBy({ ...stored, request: ended }, caller);
  }

  /** Null when it waits no longer. */
  async #end(
    stored: StoredApproval,
    state: ApprovalRequest['state'],
    end: Omit<ApprovalEnd, 'at'>,
    caller: Caller | null,
  ): Promise<ApprovalRequest | null> {
    const at = this.#parts.clock.now();
    const request: ApprovalRequest = { ...stored.request, state, end: { ...end, at } };
    const entry = approvalEntry(request, stored.plan, at, caller?.origin ?? null);
    const did = await this.#parts.ledger.endApproval(request, [entry]).catch((cause: unknown) => {
      throw new ActionError('not-recorded', 'The answer could not be recorded, so the request still waits.', {
        fix: 'The store is down: see the log of the server.',
        cause,
      });
    });
    if (did) this.#parts.announceApproval(request);
    return did ? request : null;
  }

  #seenBy({ request, plan }: StoredApproval, caller: Pick<Caller, 'person' | 'grants'>): ApprovalView {
    const { clock, registry } = this.#parts;
    const may = mayMake(caller.grants, request.verb, plan.calls, registry());
    return { ...approvalAt(request, clock.now()), you: approvalStanding(request, caller.person, may) };
  }

  async #refuse(stored: StoredApproval, caller: Caller, error: ActionError): Promise<never> {
    const { code, message } = error;
    await this.#parts.refusals.write(stored.start, caller, { code, message, plan: stored.plan });
    throw error;
  }
}

const ownRequest = ({ by }: ApprovalRequest): ActionError =>
  new ActionError('own-approval', `${by.name} asked for this and can't answer it too: that takes a second person.`, {
    fix: 'Send the address of this page to somebody who may do the same, or take the request back.',
  });
