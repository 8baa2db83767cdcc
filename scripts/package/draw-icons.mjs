/**
 * Draws the app's icons: a rounded square (VCC) and a ring (Teams) linked like a chain. Shapes are
 * distances from a point, so both sizes come from the same few numbers.
 *
 *   node scripts/package/draw-icons.mjs     writes appPackage/color.png and appPackage/outline.png
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain } from '../is-main.mjs';
import { encodePng } from './png.mjs';

const WHITE = [255, 255, 255];
const MINT = [134, 229, 188];
/** `accentColor` of the manifest. */
const PINE = [18, 78, 96];

/** In pixels. Straight edges fall between two of them, so that they stay sharp. */
const COLOR = { size: 192, halfSide: 26, apart: 17, line: 10, gap: 3, corner: 11 };
const OUTLINE = { size: 32, halfSide: 9, apart: 6, line: 2, gap: 1, corner: 4 };

/** Full colour on a filled square. */
export function drawColorIcon() {
  return draw(COLOR, ({ square, ring }) => {
    return [...PINE.map((base, at) => mix(mix(base, WHITE[at], square), MINT[at], ring)), 255];
  });
}

/** White on nothing, as Teams wants it. */
export function drawOutlineIcon() {
  return draw(OUTLINE, ({ square, ring }) => [...WHITE, Math.max(square, ring) * 255]);
}

function draw(shape, paint) {
  const { size } = shape;
  const pixels = Buffer.alloc(size * size * 4);
  for (let at = 0; at < size * size; at += 1) {
    const point = {
      x: (at % size) + 0.5 - size / 2,
      y: Math.floor(at / size) + 0.5 - size / 2,
    };
    pixels.set(paint(coverAt(point, shape)).map(Math.round), at * 4);
  }
  return { width: size, height: size, pixels };
}

/** How much of the pixel each of the two lines covers, 0 to 1. */
function coverAt({ x, y }, { halfSide, apart, line, gap, corner }) {
  const toSquare = Math.abs(distanceToSquare({ x: x + apart, y }, halfSide, corner));
  const toRing = Math.abs(Math.hypot(x - apart, y) - halfSide);
  const cover = (distance, width) => clamp(0.5 + width / 2 - distance);
  // They cross twice: above the square lies in front, below the ring does.
  const inFront = y < 0 ? toSquare : toRing;
  const behind = 1 - cover(inFront, line + gap * 2);
  const [square, ring] = [cover(toSquare, line), cover(toRing, line)];
  return y < 0 ? { square, ring: ring * behind } : { square: square * behind, ring };
}

function distanceToSquare({ x, y }, halfSide, corner) {
  const [dx, dy] = [Math.abs(x) - halfSide + corner, Math.abs(y) - halfSide + corner];
  const outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0));
  return outside + Math.min(Math.max(dx, dy), 0) - corner;
}

const clamp = (value) => Math.min(1, Math.max(0, value));
const mix = (from, to, part) => from + (to - from) * part;

if (isMain(import.meta.url)) {
  writeFileSync(join('appPackage', 'color.png'), encodePng(drawColorIcon()));
  writeFileSync(join('appPackage', 'outline.png'), encodePng(drawOutlineIcon()));
}
