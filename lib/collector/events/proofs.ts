/** Where nothing came from for so long, nobody knows whether the rule is still there: signs of life come every 5 minutes. */
export const PROOF_MS = 16 * 60_000;

interface Place {
  accountId: string | null;
  region: string;
}

/** From which accounts and Regions events have come lately: proof that rule, bus and queue work all the way. */
export class Proofs {
  readonly #seen = new Map<string, number>();

  /** @param now epoch ms */
  note(place: Place, now: number): void {
    this.#seen.set(keyOf(place), now);
  }

  proven(place: Place, now: number): boolean {
    const at = this.#seen.get(keyOf(place));
    return at !== undefined && now - at <= PROOF_MS;
  }
}

function keyOf({ accountId, region }: Place): string {
  return `${accountId ?? ''} ${region}`;
}
