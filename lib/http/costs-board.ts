import { dayOf, parseDay } from '#lib/domain/cost/calendar.ts';
import { type CostAsk, parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { accept, type Parsed, refuse } from '#lib/domain/cost/parsed.ts';
import type { CostBook, Published } from '#lib/runtime-contract.ts';
import { ownTurn } from '#lib/turns.ts';
import { buildCostsView } from '#lib/views/build-costs-view.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import { publishBytes } from '#lib/views/publish-bytes.ts';

/** What was asked for, built and compressed once for all viewers. */
interface BuiltCosts {
  view: CostsView;
  published(): Promise<Published>;
}

/** So many answers are kept: a few megabytes each at 1,000 cells. */
const KEPT = 12;

type Answers = Map<string, Promise<Parsed<BuiltCosts>>>;

// Pages and routes are bundled apart: the process keeps the answers, so that both find them.
const shared = globalThis as { __cellwatchCosts?: WeakMap<CostBook, Answers> };

/** What the address asks for, read on what is known. */
export function costAskOf(query: URLSearchParams, known: KnownCosts, now: number): Parsed<CostAsk> {
  const through = known.facts.fetch.throughDay === null ? null : parseDay(known.facts.fetch.throughDay);
  if (through === null) return refuse('There are no figures yet.');
  const told = (name: keyof CostAsk) => query.get(name) ?? undefined;
  return parseCostAsk(
    { period: told('period'), group: told('group'), metric: told('metric'), shared: told('shared') },
    { today: dayOf(now), through },
  );
}

/** The costs that were asked for; the same answer for all who ask the same until the figures change. */
export async function costsFor(book: CostBook, known: KnownCosts, ask: CostAsk): Promise<Parsed<BuiltCosts>> {
  shared.__cellwatchCosts ??= new WeakMap();
  const answers: Answers = shared.__cellwatchCosts.get(book) ?? new Map();
  shared.__cellwatchCosts.set(book, answers);
  const { period, group, metric, shared: spread } = ask;
  const key = [book.version, period.text, period.first, period.last, group, metric, spread].join('\n');
  const answer = answers.get(key) ?? build(book, known, ask);
  // The one that was not asked for the longest goes first.
  answers.delete(key);
  answers.set(key, answer);
  for (const oldest of answers.keys()) {
    if (answers.size <= KEPT) break;
    answers.delete(oldest);
  }
  answer.catch(() => answers.delete(key));
  return answer;
}

async function build(book: CostBook, known: KnownCosts, ask: CostAsk): Promise<Parsed<BuiltCosts>> {
  const { version } = book;
  await ownTurn();
  const built = buildCostsView(version, known, ask, book.arrivals());
  if (!built.ok) return built;
  const view = built.value;
  let bytes: Promise<Published> | null = null;
  return accept({
    view,
    published() {
      bytes ??= publishBytes(version, Buffer.from(JSON.stringify(view)));
      return bytes;
    },
  });
}
