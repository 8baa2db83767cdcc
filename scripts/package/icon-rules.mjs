/** Sizes, colours and margins that Teams demands of the two icons ("Teams app package", app icons). */
import { decodePng, NotOurPng } from './png.mjs';

const SIZES = { color: 192, outline: 32 };
/** Teams crops the square to rounded corners and to a hexagon: the symbol keeps clear of them. */
const MARGIN = 48;
/** Fainter pixels are not seen. */
const VISIBLE = 128;
const SOLID = 255;
const WHITE = 0xffffff;

/** `kind`: `color` or `outline`. What is wrong with the picture, to be put after its name. */
export function iconProblem(file, kind) {
  try {
    return problemOf(decodePng(file), kind);
  } catch (error) {
    if (error instanceof NotOurPng) return error.message;
    throw error;
  }
}

function problemOf(picture, kind) {
  const size = SIZES[kind];
  const { width, height } = picture;
  if (width !== size || height !== size) {
    return `is ${width} x ${height} pixels; it must be ${size} x ${size}`;
  }
  const pixels = readPixels(picture);
  if (!pixels.some(({ alpha }) => alpha >= VISIBLE)) return 'shows nothing';
  return kind === 'color' ? colorProblem(pixels) : outlineProblem(pixels);
}

/** White on nothing, from edge to edge. */
function outlineProblem(pixels) {
  if (pixels.some(({ alpha, color }) => alpha > 0 && color !== WHITE)) {
    return 'has another colour than white';
  }
  if (!pixels.some(({ alpha }) => alpha === 0)) return 'has no transparent background';
  const last = SIZES.outline - 1;
  const seen = pixels.filter(({ alpha }) => alpha >= VISIBLE);
  const reaches = (axis) => [0, last].every((edge) => seen.some((pixel) => pixel[axis] === edge));
  return reaches('x') || reaches('y')
    ? null
    : 'has padding; its symbol must reach from edge to edge';
}

/** A symbol on a square of one colour, or on nothing. */
function colorProblem(pixels) {
  const [{ alpha, color }] = pixels;
  const isBackground = (pixel) => pixel.alpha === alpha && (alpha === 0 || pixel.color === color);
  if (alpha !== 0 && alpha !== SOLID)
    return 'has a background that is neither solid nor transparent';
  const strange = pixels.filter((pixel) => !isBackground(pixel));
  if (strange.length === 0) return 'shows nothing but its background';
  if (alpha === 0 && isFilledBesideCorners(pixels))
    return 'has rounded corners; it must be a square';
  if (strange.every((pixel) => isWithinMargin(pixel))) return null;
  return `has something within ${MARGIN} pixels of its edge, where Teams crops it`;
}

function isFilledBesideCorners(pixels) {
  const last = SIZES.color - 1;
  const middles = pixels.filter(({ x, y }) => {
    const isMiddle = (one) => Math.abs(one - last / 2) < 1;
    const isEdge = (one) => one === 0 || one === last;
    return (isMiddle(x) && isEdge(y)) || (isMiddle(y) && isEdge(x));
  });
  return middles.every(({ alpha }) => alpha >= VISIBLE);
}

function isWithinMargin({ x, y }) {
  const end = SIZES.color - MARGIN;
  return x >= MARGIN && x < end && y >= MARGIN && y < end;
}

/** Row by row; `color` is 0xRRGGBB. */
function readPixels({ width, height, pixels }) {
  return Array.from({ length: width * height }, (_, index) => {
    const rgba = pixels.readUInt32BE(index * 4);
    return { x: index % width, y: Math.floor(index / width), color: rgba >>> 8, alpha: rgba & 255 };
  });
}
