/** Points with gaps as the `d` of an SVG path in a box of `width` × `height`; a gap is a gap, never a line through it. */
export function sparkPath(points: readonly (number | null)[], width: number, height: number, ceiling?: number): string {
  let top = ceiling ?? 0;
  for (const point of points) if (point !== null && point > top) top = point;
  const step = points.length > 1 ? width / (points.length - 1) : 0;
  let path = '';
  let pen = false;
  points.forEach((point, index) => {
    if (point === null) {
      pen = false;
      return;
    }
    const x = round(index * step);
    const y = round(top > 0 ? height - (point / top) * height : height);
    // A lone point between gaps still shows, as a dot of the round line cap.
    const lone = !pen && (points[index + 1] ?? null) === null;
    path += `${pen ? 'L' : 'M'}${x} ${y}${lone ? 'h0' : ''}`;
    pen = true;
  });
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
