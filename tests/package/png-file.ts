/** PNG files for tests, written apart from the product's own reader and writer. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 6: RGBA; 2: RGB. */
  readonly colorType?: 2 | 6;
  /** Red, green, blue and alpha of a pixel. */
  readonly paint: (x: number, y: number) => readonly [number, number, number, number];
}

export function makePng({ width, height, colorType = 6, paint }: Picture): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const pixels = Array.from({ length: width }, (_, x) => paint(x, y));
    return [0, ...pixels.flatMap((one) => (colorType === 6 ? one : one.slice(0, 3)))];
  });
  return makeRawPng({ width, height, colorType }, deflateSync(Buffer.from(rows.flat())));
}

/** `data`: of its pixels, compressed; whether it is or not. */
export function makeRawPng(
  { width, height, colorType = 6 }: Omit<Picture, 'paint'>,
  data: Buffer,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colorType], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The picture as it is stored: compression differs from one Node to the next, this does not. */
export function storedRows(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  return inflateSync(Buffer.concat(parts));
}
