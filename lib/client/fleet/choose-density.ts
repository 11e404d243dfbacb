export type Density = 'big' | 'rich' | 'compact' | 'heat';

/**
 * How much a tile says, by the number of cells shown. Only by number: the server does not know the screen,
 * and a tile must not change its kind when the page wakes up. How many stand in a row is CSS's affair.
 */
export function chooseDensity(cells: number): Density {
  if (cells <= 8) return 'big';
  if (cells <= 48) return 'rich';
  if (cells <= 300) return 'compact';
  return 'heat';
}
