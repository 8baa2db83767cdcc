/** Sizes, colours and margins that Teams demands of the two icons ("Teams app package", app icons). */
import { NotOurPng, openPng } from './png.mjs';

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
    return problemOf(openPng(file), kind);
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
  if (!pixels.some(isSeen)) return 'shows nothing';
  return kind === 'color' ? colorProblem(pixels) : outlineProblem(pixels);
}

/** White on nothing, from edge to edge. */
function outlineProblem(pixels) {
  if (pixels.some((rgba) => alphaOf(rgba) > 0 && rgba >>> 8 !== WHITE)) {
    return 'has another colour than white';
  }
  if (!pixels.some((rgba) => alphaOf(rgba) === 0)) return 'has no transparent background';
  const { outline: size } = SIZES;
  const reaches = (axis) =>
    [0, size - 1].every((edge) => {
      return pixels.some((rgba, index) => isSeen(rgba) && placeOf(index, size)[axis] === edge);
    });
  return reaches('x') || reaches('y')
    ? null
    : 'has padding; its symbol must reach from edge to edge';
}

/** A symbol on a square of one colour, or on nothing. */
function colorProblem(pixels) {
  const [first] = pixels;
  const alpha = alphaOf(first);
  const isBackground = (rgba) => (alpha === 0 ? alphaOf(rgba) === 0 : rgba === first);
  if (alpha !== 0 && alpha !== SOLID)
    return 'has a background that is neither solid nor transparent';
  if (pixels.every(isBackground)) return 'shows nothing but its background';
  if (alpha === 0 && isFilledBesideCorners(pixels))
    return 'has rounded corners; it must be a square';
  if (pixels.every((rgba, index) => isBackground(rgba) || isWithinMargin(index))) return null;
  return `has something within ${MARGIN} pixels of its edge, where Teams crops it`;
}

function isFilledBesideCorners(pixels) {
  const { color: size } = SIZES;
  const edges = [0, size - 1];
  const middles = [size / 2 - 1, size / 2];
  return edges.every((edge) => {
    return middles.every((middle) => {
      return isSeen(pixels[middle * size + edge]) && isSeen(pixels[edge * size + middle]);
    });
  });
}

function isWithinMargin(index) {
  const { x, y } = placeOf(index, SIZES.color);
  const end = SIZES.color - MARGIN;
  return x >= MARGIN && x < end && y >= MARGIN && y < end;
}

const placeOf = (index, size) => ({ x: index % size, y: Math.floor(index / size) });
const alphaOf = (rgba) => rgba & 255;
const isSeen = (rgba) => alphaOf(rgba) >= VISIBLE;

/** Row by row, each 0xRRGGBBAA. */
function readPixels({ width, height, unpack }) {
  const pixels = unpack();
  return new Uint32Array(width * height).map((_, index) => pixels.readUInt32BE(index * 4));
}
