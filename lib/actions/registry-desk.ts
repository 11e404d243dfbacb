import { randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import type { AuditEntry, AuditKind } from '#lib/domain/audit/audit-entry.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { toJson } from '#lib/domain/document/canonical-json.ts';
import {
  CONFIRMATION_KEY,
  encodeConfirmation,
  isSamePair,
  type RegistryConfirmation,
  type RegistryPair,
} from '#lib/domain/registry/registry-confirmation.ts';
import type { RegistryLoss } from '#lib/domain/registry/registry-loss.ts';
import type { RegistryDesk } from '#lib/runtime-contract.ts';
import type { Store } from '#lib/store/store.ts';
import type { Ledger } from './ledger.ts';

interface RegistryDeskParts {
  clock: Clock;
  store: Pick<Store, 'appendAudit' | 'saveSnapshot'> | null;
  ledger: Pick<Ledger, 'appendAudit'>;
  /** The registry that is held now, as pages are told. */
  held(): (RegistryPair & RegistryLoss) | null;
  /** Told that a confirmation waits in the store. */
  confirmed(): void;
}

/** Where an admin says that a registry which loses many cells is meant. Whoever reads the registry puts it in force. */
export class ConfirmRegistry implements RegistryDesk {
  readonly #parts: RegistryDeskParts;

  constructor(parts: RegistryDeskParts) {
    this.#parts = parts;
  }

  /** Keeps the confirmation, after its entry in the audit log. @throws ActionError `registry-changed`, `not-recorded` */
  async confirm(pair: RegistryPair, caller: Caller): Promise<{ id: string }> {
    const { clock, store, held, confirmed } = this.#parts;
    const now = held();
    if (!now || !isSamePair(now, pair)) {
      const message = now
        ? 'The registry in force or the one that is held is another by now. Nothing was confirmed.'
        : 'No registry is held. Nothing was confirmed.';
      await this.#refuse(pair, caller, 'registry-changed', message);
      throw new ActionError('registry-changed', message, { fix: 'Look at what would go now, and decide again.' });
    }
    const confirmation: RegistryConfirmation = { id: randomUUID(), inForce: pair.inForce, held: pair.held, by: caller.person };
    const text = `Confirm a registry without ${now.lost} of ${now.before} cells`;
    try {
      if (!store) throw new Error('there is no store');
      await store.appendAudit([this.#entry('intent', confirmation, caller, text, now)]);
      await store.saveSnapshot(CONFIRMATION_KEY, clock.now(), encodeConfirmation(confirmation));
    } catch (cause) {
      throw new ActionError('not-recorded', 'The confirmation could not be recorded, so the registry in force stays.', {
        fix: 'The store is down: see the log of the server.',
        cause,
      });
    }
    confirmed();
    return { id: confirmation.id };
  }

  /** Keeps in the audit log that somebody without the permission wanted this. Never throws. */
  refused(pair: RegistryPair, caller: Caller): Promise<void> {
    return this.#refuse(pair, caller, 'not-permitted', 'Only an admin confirms a registry.');
  }

  /** Writes what became of a confirmation. Never throws. @param applied null when it fell away */
  async ended(confirmation: RegistryConfirmation, applied: RegistryLoss | null): Promise<void> {
    const text = applied
      ? `The registry without ${applied.lost} of ${applied.before} cells is in force`
      : 'The confirmation fell away: a registry was another by then';
    await this.#parts.ledger.appendAudit([this.#entry('result', confirmation, { person: confirmation.by, origin: null }, text, applied)]);
  }

  async #refuse(pair: RegistryPair, caller: Caller, code: string, message: string): Promise<void> {
    await this.#parts.ledger.appendAudit([this.#entry('refusal', { ...pair, id: null }, caller, `Refused (${code}): ${message}`, null)]);
  }

  #entry(
    kind: AuditKind,
    { id, inForce, held }: RegistryPair & { id: string | null },
    { person, origin }: Pick<AuditEntry, 'person' | 'origin'>,
    text: string,
    loss: RegistryLoss | null,
  ): AuditEntry {
    const waves = loss?.waves ?? [];
    return {
      id: randomUUID(),
      at: this.#parts.clock.now(),
      kind,
      person,
      origin,
      actionId: id,
      verb: 'confirm-registry',
      components: [],
      cells: waves.flatMap(({ names }) => names),
      text,
      reason: null,
      requestId: null,
      detail: toJson({ inForce, held, loss: loss && { ...loss, waves: waves.map(({ wave, lost, of }) => ({ wave, lost, of })) } }),
    };
  }
}
