import type { ReleaseSign } from '#lib/client/fleet/release-news.ts';

/** Squares smaller than this (CSS px) have room for a corner only. */
const ROOM_FOR_RINGS = 14;

/**
 * Paints in the lower right of a square that a release is there: a chevron on its way in and of the suspect, a ring while it bakes.
 * @param under colour of a filled square, laid between its own shape and this one; null where there is nothing to part
 */
export function paintRelease(
  context: OffscreenCanvasRenderingContext2D,
  sign: ReleaseSign,
  { side, ratio, colour, under }: { side: number; ratio: number; colour: string; under: string | null },
): void {
  const small = side < ROOM_FOR_RINGS * ratio;
  const size = small ? Math.max(2 * ratio, side * 0.34) : Math.min(9 * ratio, side * 0.3);
  const inset = small ? Math.max(ratio, side * 0.1) : side * 0.12;
  const [right, bottom] = [side - inset, side - inset];
  context.globalAlpha = 1;
  context.setLineDash([]);
  if (under !== null) {
    context.fillStyle = under;
    context.beginPath();
    context.arc(right - size / 2, bottom - size / 2, size / 2 + Math.max(ratio, size * 0.2), 0, 2 * Math.PI);
    context.fill();
  }
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.beginPath();
  if (sign === 'baking' && !small) {
    context.lineWidth = Math.max(1.2 * ratio, size * 0.24);
    context.arc(right - size / 2, bottom - size / 2, (size - context.lineWidth) / 2, 0, 2 * Math.PI);
    context.stroke();
    return;
  }
  if (sign === 'baking') {
    context.arc(right - size / 2, bottom - size / 2, size / 2, 0, 2 * Math.PI);
  } else {
    context.moveTo(right - size * 0.85, bottom - size);
    context.lineTo(right, bottom - size / 2);
    context.lineTo(right - size * 0.85, bottom);
  }
  context.fill();
}
