import type { HeatLayout } from '#lib/client/fleet/heat-layout.ts';
import { type ReleaseSign, releaseSign } from '#lib/client/fleet/release-news.ts';
import { type Look, lookOf } from '#lib/client/format/state-words.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import { paintRelease } from './paint-release.ts';

const TOKENS = [
  'surface',
  'line',
  'line-strong',
  'healthy',
  'degraded',
  'degraded-fill',
  'on-degraded',
  'critical',
  'critical-text',
  'on-critical',
  'no-data',
  'no-data-base',
  'no-data-stripe',
  'release',
] as const;
type Colours = Readonly<Record<(typeof TOKENS)[number], string>>;

/** The tokens as the canvas can use them. */
function readColours(host: Element): Colours {
  const probe = document.createElement('span');
  host.append(probe);
  const colours = Object.fromEntries(
    TOKENS.map((token) => {
      probe.style.color = `var(--${token})`;
      return [token, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return colours as Colours;
}

/** What a square shows. */
interface Square {
  look: Look;
  sign: ReleaseSign | null;
}

/** The picture of a square, `side` device pixels wide. */
export type Stamps = (square: Square, side: number) => OffscreenCanvas;

/** Draws each kind of square of a size once: reading colours and drawing shapes takes longer than a thousand copies of them. */
export function createStamps(host: Element, ratio: number): Stamps {
  const colours = readColours(host);
  const drawn = new Map<string, OffscreenCanvas>();
  return (square, side) => {
    const key = `${keyOf(square)} ${side}`;
    let stamp = drawn.get(key);
    if (!stamp) {
      stamp = drawStamp(square, side, ratio, colours);
      drawn.set(key, stamp);
    }
    return stamp;
  };
}

/**
 * The squares of a heat map in device pixels. Neighbours that look alike are copied together from a row of such squares: 10,000 copies one by
 * one take 100 ms where there is no graphics card, and in a fleet that is mostly well a row is one copy.
 * @returns null where there is nothing to draw
 */
export function paintHeat(cells: readonly FleetCellView[], layout: HeatLayout, ratio: number, stamps: Stamps): ImageBitmap | null {
  const side = Math.max(4, Math.round(layout.size * ratio));
  const width = Math.ceil(layout.columns * layout.pitch * ratio);
  const height = Math.ceil(layout.height * ratio);
  if (width === 0 || height === 0) return null;
  const [canvas, context] = surface(width, height);
  const left = (column: number) => Math.round(column * layout.pitch * ratio);
  const rows = new Map<string, OffscreenCanvas>();
  function rowOf(square: Square): OffscreenCanvas {
    const known = rows.get(keyOf(square));
    if (known) return known;
    const [row, drawing] = surface(width, side);
    for (let column = 0; column < layout.columns; column += 1) drawing.drawImage(stamps(square, side), left(column), 0);
    rows.set(keyOf(square), row);
    return row;
  }
  const drawn = cells.map((cell): Square => ({ look: lookOf(cell), sign: releaseSign(cell) }));
  for (const { first, count, squares } of layout.groups) {
    for (let place = 0; place < count; ) {
      const square = drawn[first + place];
      if (!square) break;
      const column = place % layout.columns;
      const most = Math.min(layout.columns - column, count - place);
      let run = 1;
      while (run < most && isAlike(square, drawn[first + place + run])) run += 1;
      const top = Math.round((squares + Math.floor(place / layout.columns) * layout.pitch) * ratio);
      const x = left(column);
      const wide = left(column + run - 1) + side - x;
      context.drawImage(rowOf(square), x, 0, wide, side, x, top, wide, side);
      place += run;
    }
  }
  return canvas.transferToImageBitmap();
}

function keyOf({ look, sign }: Square): string {
  return `${look} ${sign}`;
}

function isAlike(one: Square, other: Square | undefined): boolean {
  return one.look === other?.look && one.sign === other.sign;
}

function surface(width: number, height: number): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser draws no canvas');
  return [canvas, context];
}

function drawStamp({ look, sign }: Square, side: number, ratio: number, colours: Colours): OffscreenCanvas {
  const [canvas, context] = surface(side, side);
  // The shape of the state makes room for that of the release.
  drawLook(context, look, { side, ratio, colours, middle: side * (sign ? 0.42 : 0.5) });
  const fill = FILLS[look];
  if (sign) paintRelease(context, sign, { side, ratio, colour: colours[signToken(look, sign)], under: fill ? colours[fill] : null });
  return canvas;
}

const FILLS: Readonly<Partial<Record<Look, keyof Colours>>> = {
  degraded: 'degraded-fill',
  critical: 'critical',
  'no-data': 'no-data-base',
};

/** On filled squares there is one colour for shapes. */
function signToken(look: Look, sign: ReleaseSign): keyof Colours {
  if (look === 'critical') return 'on-critical';
  if (look === 'degraded') return 'on-degraded';
  return sign === 'suspect' ? 'critical-text' : 'release';
}

function drawLook(
  context: OffscreenCanvasRenderingContext2D,
  look: Look,
  { side, ratio, colours, middle }: { side: number; ratio: number; colours: Colours; middle: number },
): void {
  const hair = Math.max(1, Math.round(ratio));
  const radius = Math.min(5 * ratio, side / 5);
  const box = (inset: number) => {
    context.beginPath();
    context.roundRect(inset, inset, side - 2 * inset, side - 2 * inset, radius);
  };
  switch (look) {
    case 'healthy':
      // Very small squares are a calm field: a block, and only a hint of the edge.
      if (side < 12 * ratio) {
        box(0);
        context.fillStyle = colours.line;
        context.fill();
        context.globalAlpha = 0.5;
        context.fillStyle = colours.healthy;
        context.fillRect(0, hair, hair, side - 2 * hair);
        break;
      }
      box(hair / 2);
      context.fillStyle = colours.surface;
      context.fill();
      context.strokeStyle = colours.line;
      context.lineWidth = hair;
      context.stroke();
      context.fillStyle = colours.healthy;
      context.fillRect(0, Math.round(side * 0.16), Math.max(hair, Math.round(1.6 * ratio)), side - 2 * Math.round(side * 0.16));
      break;
    case 'degraded': {
      box(hair / 2);
      context.fillStyle = colours['degraded-fill'];
      context.fill();
      context.strokeStyle = colours.degraded;
      context.lineWidth = hair;
      context.stroke();
      // Half a circle, the other half an outline: the mark of the tiles.
      const r = side * 0.26;
      context.fillStyle = colours['on-degraded'];
      context.strokeStyle = colours['on-degraded'];
      context.lineWidth = Math.max(1, side * 0.06);
      context.beginPath();
      context.arc(middle, middle, r, -Math.PI / 2, Math.PI / 2);
      context.fill();
      context.beginPath();
      context.arc(middle, middle, r, 0, 2 * Math.PI);
      context.stroke();
      break;
    }
    case 'critical': {
      box(0);
      context.fillStyle = colours.critical;
      context.fill();
      const r = side * 0.3;
      context.fillStyle = colours['on-critical'];
      context.beginPath();
      context.moveTo(middle, middle - r);
      context.lineTo(middle + r, middle);
      context.lineTo(middle, middle + r);
      context.lineTo(middle - r, middle);
      context.fill();
      break;
    }
    case 'no-data': {
      box(hair / 2);
      context.save();
      context.clip();
      context.fillStyle = colours['no-data-base'];
      context.fillRect(0, 0, side, side);
      context.strokeStyle = colours['no-data'];
      context.lineWidth = Math.max(1, ratio * (side > 14 * ratio ? 1.4 : 1));
      const step = Math.max(3 * ratio, side / 5);
      context.beginPath();
      for (let at = -side; at < side; at += step) {
        context.moveTo(at, side);
        context.lineTo(at + side, 0);
      }
      context.stroke();
      context.restore();
      context.strokeStyle = colours['no-data'];
      context.lineWidth = hair;
      box(hair / 2);
      context.stroke();
      break;
    }
    case 'out-of-service':
      box(hair / 2);
      context.setLineDash([2.5 * ratio, 2 * ratio]);
      context.strokeStyle = colours['line-strong'];
      context.lineWidth = hair;
      context.stroke();
      break;
  }
}
