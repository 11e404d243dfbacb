/** Key under which it is kept who has broken the glass. */
export const glassKey = ['glass'] as const;
