/** Reads and writes the one kind of PNG our icons are: RGBA, 8 bits a channel, not interlaced. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_PER_PIXEL = 4;
const RGBA = 6;
const LAST = 'IEND';

/** A file that is no PNG, or not of our kind; its message goes after the file's name. */
export class NotOurPng extends Error {
  name = 'NotOurPng';
}

/** `pixels` holds four bytes a pixel, row by row. */
export function encodePng({ width, height, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, RGBA, 0, 0, 0], 8);
  const stride = width * BYTES_PER_PIXEL;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk(LAST, Buffer.alloc(0)),
  ]);
}

/**
 * `{ width, height, unpack }`: pixels stay packed until whoever asks has looked at the size. Throws
 * `NotOurPng`, as `unpack` does.
 */
export function openPng(file) {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new NotOurPng('is not a PNG file');
  const chunks = readChunks(file);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.length !== 13) throw new NotOurPng('has no PNG header');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header[8] !== 8 || header[9] !== RGBA || header[12] !== 0) {
    throw new NotOurPng('is not saved as RGBA with 8 bits a channel, not interlaced');
  }
  const data = chunks.filter(({ type }) => type === 'IDAT').map((one) => one.data);
  return { width, height, unpack: () => unpack(Buffer.concat(data), width, height) };
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Up to the last, which ends the file. */
function readChunks(file) {
  const chunks = [];
  for (let at = 8; chunks.at(-1)?.type !== LAST;) {
    const end = at + 12 <= file.length ? at + 12 + file.readUInt32BE(at) : Infinity;
    if (end > file.length) throw new NotOurPng('ends in the middle');
    const body = file.subarray(at + 4, end - 4);
    if (crc32(body) !== file.readUInt32BE(end - 4)) throw new NotOurPng('is damaged');
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at = end;
    if (chunks.at(-1).type === LAST && at < file.length) {
      throw new NotOurPng('has something behind its end');
    }
  }
  return chunks;
}

/** A few bytes can hold gigabytes: no more is taken than the rows need. */
function inflate(data, most) {
  try {
    return inflateSync(data, { maxOutputLength: most });
  } catch {
    throw new NotOurPng('is damaged');
  }
}

/** Undoes the filter each row names in its first byte. */
function unpack(data, width, height) {
  const stride = width * BYTES_PER_PIXEL;
  const length = (stride + 1) * height;
  const rows = inflate(data, length);
  if (rows.length !== length) throw new NotOurPng('is damaged');
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const undo = FILTERS[rows[y * (stride + 1)]];
    if (!undo) throw new NotOurPng('is damaged');
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < BYTES_PER_PIXEL ? 0 : pixels[at - BYTES_PER_PIXEL];
      const up = y === 0 ? 0 : pixels[at - stride];
      const corner = x < BYTES_PER_PIXEL || y === 0 ? 0 : pixels[at - stride - BYTES_PER_PIXEL];
      pixels[at] = rows[y * (stride + 1) + 1 + x] + undo(left, up, corner);
    }
  }
  return pixels;
}

const FILTERS = [() => 0, (left) => left, (left, up) => up, (left, up) => (left + up) >> 1, paeth];

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((one) => Math.abs(guess - one));
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
