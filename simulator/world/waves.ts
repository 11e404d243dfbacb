/** The waves of a world in order, with how long a bake watches each of them at pace 1. */
export const WAVES = [
  { name: 'pre-production', bakeMinutes: 60 },
  { name: 'small', bakeMinutes: 30 },
  { name: 'medium', bakeMinutes: 30 },
  { name: 'large', bakeMinutes: 30 },
] as const;
