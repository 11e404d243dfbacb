'use client';
import { useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type Choice, ChoiceMenu } from '#components/ui/choice-menu.tsx';
import { type FleetFilter, GROUPINGS, LOOKS, NO_FILTER, SORTS } from '#lib/client/fleet/fleet-filter.ts';
import { LOOK_WORDS } from '#lib/client/format/state-words.ts';
import { CLOUDS, ENVIRONMENTS } from '#lib/domain/registry/registry.ts';
import type { FleetView } from '#lib/views/fleet-view.ts';
import { AlertSwitch } from './alert-switch.tsx';
import styles from './fleet-toolbar.module.css';

const CLOUD_WORDS = { aws: 'AWS', gcp: 'Google Cloud' } as const;
const SORT_WORDS = { sickest: 'sickest first', name: 'by name' } as const;

/** Grouping, order and filters. What it does is in the address. */
export function FleetToolbar({
  view,
  filter,
  onChange,
}: {
  view: FleetView;
  filter: FleetFilter;
  onChange: (patch: Partial<FleetFilter>) => void;
}) {
  const [open, setOpen] = useState(false);
  const there = useMemo(() => whatIsThere(view), [view]);
  const filtered =
    filter.text !== '' ||
    filter.developer ||
    [filter.looks, filter.waves, filter.regions, filter.environments, filter.clouds].some((chosen) => chosen.length > 0);
  return (
    <search className={styles.bar} data-chrome data-open={open ? '' : undefined}>
      <div className={styles.first}>
        <input
          className={styles.text}
          type="search"
          aria-label="Filter cells by name, wave, region or account"
          placeholder="Filter cells"
          value={filter.text}
          onChange={(event) => onChange({ text: event.target.value })}
          spellCheck={false}
          autoComplete="off"
        />
        <button className={styles.toggle} type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          Filters
        </button>
      </div>
      <div className={styles.menus}>
        <ChoiceMenu name="Group by" choices={same(GROUPINGS)} chosen={[filter.group]} onChoose={([group]) => onChange({ group })} />
        <ChoiceMenu
          name="Sort"
          choices={SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
          chosen={[filter.sort]}
          onChoose={([sort]) => onChange({ sort })}
        />
        <ChoiceMenu
          many
          name="State"
          choices={LOOKS.map((value) => ({ value, label: LOOK_WORDS[value] }))}
          chosen={filter.looks}
          onChoose={(looks) => onChange({ looks })}
        />
        <ChoiceMenu many name="Wave" choices={there.waves} chosen={filter.waves} onChoose={(waves) => onChange({ waves })} />
        <ChoiceMenu many name="Region" choices={there.regions} chosen={filter.regions} onChoose={(regions) => onChange({ regions })} />
        {there.environments.length > 1 ? (
          <ChoiceMenu
            many
            name="Environment"
            choices={there.environments}
            chosen={filter.environments}
            onChoose={(environments) => onChange({ environments })}
          />
        ) : null}
        {there.clouds.length > 1 ? (
          <ChoiceMenu many name="Cloud" choices={there.clouds} chosen={filter.clouds} onChoose={(clouds) => onChange({ clouds })} />
        ) : null}
        {there.developers > 0 ? (
          <label className={styles.developer}>
            <input type="checkbox" checked={filter.developer} onChange={(event) => onChange({ developer: event.target.checked })} />
            {there.developers} developer {there.developers === 1 ? 'cell' : 'cells'}
          </label>
        ) : null}
        {filtered ? (
          <Button kind="bare" className={styles.small} onClick={() => onChange(clearing())}>
            Clear
          </Button>
        ) : null}
      </div>
      <span className={styles.end}>
        <AlertSwitch />
        <Button kind="bare" className={styles.small} onClick={() => onChange({ wall: true })} title="Full screen, no controls. Esc leaves.">
          Wall
        </Button>
      </span>
    </search>
  );
}

/** What takes every filter away and leaves grouping and order. */
export function clearing(): Partial<FleetFilter> {
  const { text, looks, waves, regions, environments, clouds, developer } = NO_FILTER;
  return { text, looks, waves, regions, environments, clouds, developer };
}

function same<T extends string>(values: readonly T[]): readonly Choice<T>[] {
  return values.map((value) => ({ value, label: value }));
}

function whatIsThere({ cells, waves }: FleetView) {
  const count = {
    wave: new Map<string, number>(),
    region: new Map<string, number>(),
    environment: new Map<string, number>(),
    cloud: new Map<string, number>(),
  };
  for (const cell of cells) {
    for (const key of ['wave', 'region', 'environment', 'cloud'] as const) {
      const value = cell[key];
      if (value !== null) count[key].set(value, (count[key].get(value) ?? 0) + 1);
    }
  }
  return {
    waves: waves.map((value) => ({ value, label: value, count: count.wave.get(value) ?? 0 })),
    regions: [...count.region].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, n]) => ({ value, label: value, count: n })),
    environments: ENVIRONMENTS.filter((value) => count.environment.has(value)).map((value) => ({
      value,
      label: value,
      count: count.environment.get(value),
    })),
    clouds: CLOUDS.filter((value) => count.cloud.has(value)).map((value) => ({
      value,
      label: CLOUD_WORDS[value],
      count: count.cloud.get(value),
    })),
    developers: count.environment.get('developer') ?? 0,
  };
}
