import type { HeatLayout } from '#lib/client/fleet/heat-layout.ts';
import type { Look } from '#lib/client/format/state-words.ts';

const TOKENS = [
  'surface',
  'line',
  'line-strong',
  'healthy',
  'degraded',
  'degraded-fill',
  'on-degraded',
  'critical',
  'on-critical',
  'no-data',
  'no-data-base',
  'no-data-stripe',
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

/** The picture of a look, `side` device pixels wide. */
export type Stamps = (look: Look, side: number) => ImageData;

/** Draws each look of a size once: reading colours and drawing shapes takes longer than a thousand copies of them. */
export function createStamps(host: Element, ratio: number): Stamps {
  const colours = readColours(host);
  const drawn = new Map<string, ImageData>();
  return (look, side) => {
    const key = `${look} ${side}`;
    let stamp = drawn.get(key);
    if (!stamp) {
      stamp = drawStamp(look, side, ratio, colours);
      drawn.set(key, stamp);
    }
    return stamp;
  };
}

/**
 * The squares of a heat map in device pixels, each a copy of its look's pixels: 10,000 drawImage calls take 100 ms where there is no
 * graphics card, copying pixels takes a few. Most cells are healthy: rows of them are copied whole, the others put over them.
 * @returns null where there is nothing to draw
 */
export function paintHeat(looks: readonly Look[], layout: HeatLayout, ratio: number, stamps: Stamps): ImageBitmap | null {
  const side = Math.max(4, Math.round(layout.size * ratio));
  const width = Math.ceil(layout.columns * layout.pitch * ratio);
  const height = Math.ceil(layout.height * ratio);
  const canvas = width > 0 && height > 0 ? new OffscreenCanvas(width, height) : null;
  const context = canvas?.getContext('2d', { willReadFrequently: true });
  if (!canvas || !context) return null;
  const picture = context.createImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  const pictureOf = (look: Look) => new Uint32Array(stamps(look, side).data.buffer);
  const left = (column: number) => Math.round(column * layout.pitch * ratio);
  const strip = new Uint32Array(width * side);
  for (let column = 0; column < layout.columns; column += 1) copySquare(pictureOf('healthy'), side, strip, width, left(column), 0);
  for (const { first, count, squares } of layout.groups) {
    for (let place = 0; place < count; place += layout.columns) {
      const top = Math.round((squares + (place / layout.columns) * layout.pitch) * ratio);
      const used = Math.min(width, left(Math.min(layout.columns, count - place) - 1) + side);
      for (let line = 0; line < side && top + line < height; line += 1) {
        pixels.set(strip.subarray(line * width, line * width + used), (top + line) * width);
      }
      for (let column = 0; column < layout.columns && place + column < count; column += 1) {
        const look = looks[first + place + column];
        if (look !== undefined && look !== 'healthy') copySquare(pictureOf(look), side, pixels, width, left(column), top);
      }
    }
  }
  context.putImageData(picture, 0, 0);
  return canvas.transferToImageBitmap();
}

/** Pixel by pixel: for squares this small that is quicker than copying rows. What lies below the canvas falls off the end. */
function copySquare(source: Uint32Array, side: number, pixels: Uint32Array, width: number, left: number, top: number) {
  for (let row = 0; row < side; row += 1) {
    const to = (top + row) * width + left;
    const from = row * side;
    for (let column = 0; column < side; column += 1) pixels[to + column] = source[from + column] as number;
  }
}

function drawStamp(look: Look, side: number, ratio: number, colours: Colours): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return new ImageData(side, side);
  const hair = Math.max(1, Math.round(ratio));
  const radius = Math.min(5 * ratio, side / 5);
  const box = (inset: number) => {
    context.beginPath();
    context.roundRect(inset, inset, side - 2 * inset, side - 2 * inset, radius);
  };
  const middle = side / 2;
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
  return context.getImageData(0, 0, side, side);
}
