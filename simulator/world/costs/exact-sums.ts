/** As many decimals as Cost Explorer tells: figures are whole numbers of ten-billionths. */
const FRACTIONS = 10_000_000_000;
const CARRY_AT = 1e15;

/**
 * Sums that are exact to the last of ten decimals, in any order and grouping. Each figure is split into its whole part
 * and its ten-billionths, and both are summed as whole numbers, which doubles do without loss.
 */
export class ExactSums {
  readonly #whole: Float64Array;
  readonly #fraction: Float64Array;

  constructor(size: number) {
    this.#whole = new Float64Array(size);
    this.#fraction = new Float64Array(size);
  }

  add(at: number, value: number): void {
    const whole = Math.trunc(value);
    let fraction = (value - whole) * FRACTIONS;
    // Rounded away from zero on both sides, so that what is taken back is what was given.
    fraction = fraction < 0 ? -Math.round(-fraction) : Math.round(fraction);
    fraction += this.#fraction[at] ?? 0;
    let carried = 0;
    if (fraction >= CARRY_AT || fraction <= -CARRY_AT) {
      carried = Math.trunc(fraction / FRACTIONS);
      fraction -= carried * FRACTIONS;
    }
    this.#fraction[at] = fraction;
    this.#whole[at] = (this.#whole[at] ?? 0) + whole + carried;
  }

  clear(): void {
    this.#whole.fill(0);
    this.#fraction.fill(0);
  }

  /** As Cost Explorer writes amounts: "-12.3400000001", "0". */
  text(at: number): string {
    let whole = this.#whole[at] ?? 0;
    let fraction = this.#fraction[at] ?? 0;
    const carried = Math.trunc(fraction / FRACTIONS);
    whole += carried;
    fraction -= carried * FRACTIONS;
    // Both parts with the same sign, so that they can be written side by side.
    if (whole > 0 && fraction < 0) {
      whole--;
      fraction += FRACTIONS;
    } else if (whole < 0 && fraction > 0) {
      whole++;
      fraction -= FRACTIONS;
    }
    const sign = whole < 0 || fraction < 0 ? '-' : '';
    const decimals = fraction === 0 ? '' : `.${String(Math.abs(fraction)).padStart(10, '0').replace(/0+$/, '')}`;
    return `${sign}${Math.abs(whole)}${decimals}`;
  }

  /** About; for what is judged, not told. */
  about(at: number): number {
    return (this.#whole[at] ?? 0) + (this.#fraction[at] ?? 0) / FRACTIONS;
  }
}
