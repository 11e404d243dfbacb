'use client';

import { ChoiceMenu } from '#components/ui/choice-menu.tsx';
import { GROUP_WORDS, SHARED_WORDS } from '#lib/client/costs/ask-words.ts';
import { type CostsLook, formatCostsLook } from '#lib/client/costs/costs-look.ts';
import { COST_GROUPS, SPREADS } from '#lib/domain/cost/cost-ask.ts';
import styles from './costs-toolbar.module.css';
import { MetricMenu } from './metric-menu.tsx';
import { PeriodMenu } from './period-menu.tsx';

/** What is looked at: period, grouping, which figure, shared costs; and the same as a file. */
export function CostsToolbar({
  look,
  change,
  throughDay,
  label,
  refused,
}: {
  look: CostsLook;
  change(patch: Partial<CostsLook>): void;
  throughDay: string | null;
  /** The period in words. */
  label: string;
  /** Whether there is nothing to take along. */
  refused: boolean;
}) {
  const query = formatCostsLook(look);
  return (
    <div className={styles.tools} data-chrome>
      <PeriodMenu period={look.period} label={label} throughDay={throughDay} choose={(period) => change({ period })} />
      <ChoiceMenu
        name="Group by"
        choices={COST_GROUPS.map((value) => ({ value: value as string, label: GROUP_WORDS[value] }))}
        chosen={[look.group]}
        onChoose={([group = 'cell']) => change({ group })}
      />
      <MetricMenu metric={look.metric} choose={(metric) => change({ metric })} />
      <ChoiceMenu
        name="Shared"
        choices={SPREADS.map((value) => ({ value: value as string, label: SHARED_WORDS[value] }))}
        chosen={[look.shared]}
        onChoose={([shared = 'apart']) => change({ shared })}
      />
      {refused ? null : (
        <a className={styles.file} href={`/api/costs/export${query && `?${query}`}`} download>
          <span aria-hidden="true">↓ </span>CSV
        </a>
      )}
    </div>
  );
}
