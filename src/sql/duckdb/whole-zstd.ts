import { open } from "node:fs/promises";
import { ClvError } from "../../errors.ts";

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const REPEATED = 1;

/**
 * Throws unless a zstd file ends where its last frame does: DuckDB reads a truncated file without an error.
 *
 * It reads the headers of the blocks and decompresses none (RFC 8878, 3.1.1).
 */
export async function requireWholeZstd(file: string): Promise<void> {
  const handle = await open(file, "r");
  const bytesAt = async (at: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    return bytesRead === length ? buffer : cutOff(file);
  };
  try {
    const { size } = await handle.stat();
    let at = 0;
    while (at < size) at = await endOfFrame(bytesAt, at);
    if (at > size) cutOff(file);
  } finally {
    await handle.close();
  }
}

async function endOfFrame(bytesAt: (at: number, length: number) => Promise<Buffer>, at: number): Promise<number> {
  const magic = (await bytesAt(at, 4)).readUInt32LE();
  if ((magic & 0xfffffff0) === SKIPPABLE) return at + 8 + (await bytesAt(at + 4, 4)).readUInt32LE();
  if (magic !== FRAME) return Number.POSITIVE_INFINITY;
  const descriptor = (await bytesAt(at + 4, 1)).readUInt8();
  const oneSegment = (descriptor >> 5) & 1;
  const window = 1 - oneSegment;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const contentSize = [oneSegment, 2, 4, 8][descriptor >> 6]!;
  let next = at + 5 + window + dictionary + contentSize;
  for (let last = false; !last; ) {
    const header = (await bytesAt(next, 3)).readUIntLE(0, 3);
    last = (header & 1) === 1;
    next += 3 + (((header >> 1) & 3) === REPEATED ? 1 : header >> 3);
  }
  return next + 4 * ((descriptor >> 2) & 1);
}

function cutOff(file: string): never {
  throw new ClvError("data", {
    where: file,
    expected: "a whole zstd file",
    got: "one that ends within a frame",
    wayOut: "Is it truncated?",
  });
}
