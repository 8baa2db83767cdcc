/** Sizes and colours that Teams demands of the two icons. */
import { decodePng, NotOurPng } from './png.mjs';

const SIZES = { color: 192, outline: 32 };

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
  const pixels = pixelsOf(picture);
  if (pixels.every(({ alpha }) => alpha === 0)) return 'shows nothing';
  if (kind === 'color') return null;
  if (pixels.some(({ isWhite, alpha }) => alpha > 0 && !isWhite)) {
    return 'has another colour than white';
  }
  return pixels.some(({ alpha }) => alpha === 0) ? null : 'has no transparent pixel';
}

function pixelsOf({ width, height, pixels }) {
  return Array.from({ length: width * height }, (_, index) => {
    const [red, green, blue, alpha] = pixels.subarray(index * 4, index * 4 + 4);
    return { isWhite: red === 255 && green === 255 && blue === 255, alpha };
  });
}
