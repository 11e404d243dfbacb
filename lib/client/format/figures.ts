import { grouped } from './grouped.ts';

/** A number as shown and its unit, apart, because the unit is quieter than the figure. */
export interface Figure {
  figure: string;
  unit: string;
}

const UNKNOWN = '–';
const SPACE = '\u00a0';

/** Requests a second: "1.2 k/s", "160 /s", "0.4 /s". */
export function rate(perSecond: number | null): Figure {
  if (perSecond === null) return { figure: UNKNOWN, unit: '/s' };
  if (perSecond < 9.95) return { figure: grouped(perSecond, perSecond === 0 ? 0 : 1), unit: '/s' };
  if (perSecond < 999.5) return { figure: grouped(perSecond, 0), unit: '/s' };
  if (perSecond < 99_950) return { figure: grouped(perSecond / 1e3, 1), unit: 'k/s' };
  if (perSecond < 999_500) return { figure: grouped(perSecond / 1e3, 0), unit: 'k/s' };
  return { figure: grouped(perSecond / 1e6, 1), unit: 'M/s' };
}

/** A ratio of 0–1 as percent: "0.04 %", "20.1 %", "100 %". */
export function percent(ratio: number | null): Figure {
  if (ratio === null) return { figure: UNKNOWN, unit: '%' };
  const value = ratio * 100;
  const decimals = value === 0 || value >= 99.95 ? 0 : value < 0.995 ? 2 : 1;
  return { figure: value > 0 && value < 0.005 ? '<0.01' : grouped(value, decimals), unit: '%' };
}

/** Milliseconds: "197 ms", "1,240 ms", "12.3 s". */
export function milliseconds(value: number | null): Figure {
  if (value === null) return { figure: UNKNOWN, unit: 'ms' };
  if (value >= 9_999.5) return { figure: grouped(value / 1e3, 1), unit: 's' };
  return { figure: grouped(value, 0), unit: 'ms' };
}

/** A whole number with its thousands apart: "1,000". */
export function count(value: number): string {
  return grouped(value, 0);
}

/** "24 cells", "1 cell". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Figure and unit as one text that does not break: "1.2 k/s". */
export function joined({ figure, unit }: Figure): string {
  return `${figure}${SPACE}${unit}`;
}
