import { z } from 'zod';
import type { AccountFacts, AwsAnomaly, CostFacts, CostFailure, DailyTraffic } from '#lib/domain/cost/cost-facts.ts';
import { CostLedger } from '#lib/domain/cost/cost-ledger.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { CostRecord, CostState, CostStore } from '#lib/store/store.ts';
import { fillLedger, keptPeriods } from './fill-ledger.ts';
import { fromTrafficRecords } from './traffic-records.ts';

const text = z.string().nullable();
const schema = z.object({
  currency: z.string(),
  requests: z.number(),
  usd: z.string(),
  /** How the registry wanted the charges to be asked for. */
  asked: z.string(),
  accounts: z.array(z.object({ id: z.string(), name: z.string(), state: text })),
  anomalies: z.array(
    z.object({ id: z.string(), firstDay: z.string(), lastDay: text, accountId: text, service: text, impact: z.string(), expected: text }),
  ),
});

/** What a fetch told besides figures; the store keeps it as JSON. */
export interface FetchNotes {
  currency: string;
  requests: number;
  usd: string;
  asked: string;
  accounts: readonly AccountFacts[];
  anomalies: readonly AwsAnomaly[];
}

/** The last fetch, as kept. */
export interface KeptCosts {
  fetchedAt: number;
  notes: FetchNotes;
  facts: Omit<CostFacts, 'fetch'> & { fetch: Omit<CostFacts['fetch'], 'failure'> };
}

/** Loads what the store keeps of costs, in turns of the event loop; null before the first fetch. @throws StoreError */
export async function loadCosts(
  store: CostStore,
  state: CostState,
  componentTag: Registry['organization']['componentTag'],
): Promise<KeptCosts | null> {
  if (state.fetchedAt === null || state.body === null) return null;
  const notes: FetchNotes = schema.parse(JSON.parse(state.body));
  const days = await fillLedger('day', keptPeriods(store, 'days'));
  const months = await fillLedger('month', keptPeriods(store, 'months'));
  const componentDays = componentTag === null ? null : await fillLedger('day', keptPeriods(store, 'component-days'));
  const componentMonths = componentTag === null ? null : await fillLedger('month', keptPeriods(store, 'component-months'));
  return {
    fetchedAt: state.fetchedAt,
    notes,
    facts: {
      fetch: {
        fetchedAt: state.fetchedAt,
        throughDay: days.through,
        estimatedDays: days.estimated,
        currency: notes.currency,
        requests: notes.requests,
        usd: notes.usd,
      },
      days: days.ledger,
      months: months.ledger,
      components:
        componentTag === null || !componentDays?.through
          ? null
          : { key: componentTag, days: componentDays.ledger, months: componentMonths?.ledger ?? new CostLedger('month') },
      accounts: new Map(notes.accounts.map((account) => [account.id, account])),
      traffic: await loadTraffic(store),
      anomalies: notes.anomalies,
    },
  };
}

async function loadTraffic(store: CostStore): Promise<Map<string, DailyTraffic[]>> {
  const records: CostRecord[] = [];
  for await (const parts of keptPeriods(store, 'traffic')) records.push(...parts);
  return fromTrafficRecords(records);
}

/** The facts with the failure since, if there is one. */
export function factsWith({ facts }: KeptCosts, failure: CostFailure | null): CostFacts {
  return { ...facts, fetch: { ...facts.fetch, failure } };
}
