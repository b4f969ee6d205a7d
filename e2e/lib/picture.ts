// A picture of a page with at most 256 colours, a third of the size of what the browser makes: guides are read in the repository, which keeps every picture for ever.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const COLOURS = 256;

/** The same picture with a palette: its most frequent colours, each other one as the nearest of them. Takes what Chromium writes: 8 bits, RGB or RGBA, not interlaced. */
export function small(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const often = new Map<number, number>();
  for (const colour of pixels) often.set(colour, (often.get(colour) ?? 0) + 1);
  const palette = [...often].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, COLOURS).map(([colour]) => colour);
  const place = new Map(palette.map((colour, at) => [colour, at]));
  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((colour, at) => {
    let index = place.get(colour);
    if (index === undefined) place.set(colour, (index = nearest(palette, colour)));
    rows[at + Math.floor(at / width) + 1] = index;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", table),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function nearest(palette: number[], colour: number): number {
  let best = 0;
  let least = Infinity;
  palette.forEach((other, at) => {
    const [r, g, b] = [(other >> 16) - (colour >> 16), ((other >> 8) & 255) - ((colour >> 8) & 255), (other & 255) - (colour & 255)];
    const away = r * r + g * g + b * b;
    if (away < least) [best, least] = [at, away];
  });
  return best;
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** The colours of a picture, row by row, as 0xRRGGBB. */
function decode(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error("not a PNG");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, depth, kind, interlaced] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25], png[28]];
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error("a PNG of another kind than the browser writes");
  const step = kind === 6 ? 4 : 3;
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * step;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    const row = new Uint8Array(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x += 1) {
      const left = x < step ? 0 : row[x - step]!;
      const up = above[x]!;
      const corner = x < step ? 0 : above[x - step]!;
      row[x] = row[x]! + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter!]!;
    }
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = (row[x * step]! << 16) | (row[x * step + 1]! << 8) | row[x * step + 2]!;
    above = row;
  }
  return { width, height, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
