export type Density = 'big' | 'rich' | 'compact' | 'heat';

/**
 * How much a tile says, by the number of cells shown. Only by number: the server does not know the screen,
 * and a tile must not change its kind when the page wakes up. How many stand in a row is CSS's affair.
 * On the wall a fleet of up to 48 fills the screen.
 */
export function chooseDensity(cells: number, wall = false): Density {
  if (cells <= (wall ? 48 : 8)) return 'big';
  if (cells <= 48) return 'rich';
  if (cells <= 300) return 'compact';
  return 'heat';
}
