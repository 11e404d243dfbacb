'use client';

import { GROUP_WORDS, METRIC_WORDS, SHARED_WORDS } from '#lib/client/costs/ask-words.ts';
import { exactUtc } from '#lib/client/format/times.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import type { CostsView } from '#lib/views/costs-view.ts';

/** What a printed page must say of itself, as nobody can ask it: whose costs, of when, which figure, how old. @param text the filter of rows */
export function PaperHead({ view, text, className }: { view: CostsView; text: string; className: string | undefined }) {
  const organization = useFleet().outline?.organization.name;
  const { period, group, metric, shared, fetch } = view;
  const words = [
    `Costs${organization === undefined ? '' : ` of ${organization}`} by ${GROUP_WORDS[group]}`,
    `${period.first} to ${period.last} (UTC)`,
    METRIC_WORDS[metric].name,
    `shared costs ${SHARED_WORDS[shared.done]}`,
    text.trim() === '' ? '' : `rows that fit “${text.trim()}” alone`,
    fetch.at === null ? 'fetched at an unknown time' : `fetched ${exactUtc(Date.parse(fetch.at))}`,
  ];
  return <p className={className}>{words.filter(Boolean).join(' · ')}</p>;
}
