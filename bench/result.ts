/** One measured figure, beside the bound it is held to. */
export interface BenchRow {
  figure: string;
  value: number | string;
  unit: string;
  /** The bound in words, for example "≤ 100"; absent where a figure is only told. */
  bound?: string;
  ok: boolean;
}

export interface BenchResult {
  name: string;
  rows: BenchRow[];
}
