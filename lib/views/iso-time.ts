/** Times in views are ISO 8601 UTC strings. */
export type IsoTime = string;

export function isoTime(ms: number): IsoTime;
export function isoTime(ms: number | null): IsoTime | null;
/** Epoch ms as views tell it; unknown stays null. */
export function isoTime(ms: number | null): IsoTime | null {
  return ms === null ? null : new Date(ms).toISOString();
}
