import { describe, expect, it } from 'vitest';
import { reading } from './fixture.ts';
import { judgeSaturation } from './saturation.ts';

const full = (minutes: number, percent: number) => reading({ saturation: (ago) => (ago < minutes ? percent : 50) });

describe('saturation', () => {
  it('is degraded over the objective in 3 of the last 5 minutes', () => {
    expect(judgeSaturation(full(3, 93))).toMatchObject({ health: 'degraded', text: 'saturation 93 %, objective 85' });
    expect(judgeSaturation(full(2, 93))).toBeNull();
    expect(judgeSaturation(full(5, 85))).toBeNull();
  });

  it('is critical past two thirds of the headroom in all 5 minutes', () => {
    expect(judgeSaturation(full(5, 95.1))?.health).toBe('critical');
    expect(judgeSaturation(full(5, 95))?.health).toBe('degraded');
    expect(judgeSaturation(full(4, 99))?.health).toBe('degraded');
  });
});
