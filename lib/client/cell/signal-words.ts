import type { Signal } from '#lib/domain/registry/registry.ts';
import type { CellSeriesView } from '#lib/views/fleet-view.ts';
import { type Figure, milliseconds, percent, rate } from '../format/figures.ts';

type Unit = CellSeriesView['unit'];

/** What a signal is called on the page. */
export const SIGNAL_TITLES: Readonly<Record<Signal, string>> = {
  requests: 'Traffic',
  errors: 'Errors',
  latency: 'Latency',
  saturation: 'Saturation',
};

/** A point of a series as figure and unit. */
export function signalFigure(unit: Unit, value: number | null): Figure {
  switch (unit) {
    case 'requests/s':
      return rate(value);
    case 'ratio':
      return percent(value);
    case 'ms':
      return milliseconds(value);
    case '%':
      return percent(value === null ? null : value / 100);
  }
}

/** The label of a horizontal line: as short as it can be, "20 %" rather than "20.0 %". */
export function tickText(unit: Unit, value: number): string {
  if (unit === 'ms' && value >= 1000) return `${value / 1000}\u00a0s`;
  const { figure, unit: word } = signalFigure(unit, value);
  return `${figure.replace(/\.0$/, '')}\u00a0${word}`;
}
