import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHeldFolder } from "./held-folder.ts";

/** Writes pieces to standard output, and waits until it has taken them. */
export async function writeStandardOutput(
  pieces: Iterable<string | Uint8Array>,
  stream: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  for (const piece of pieces) await print(piece, stream);
}

/** Fills a temporary file and copies it to standard output, which may be a socket without a name to open. */
export async function fillStandardOutput(
  fill: (file: string) => Promise<void>,
  stream: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  const { path, remove } = await openHeldFolder(tmpdir(), "clv-");
  try {
    const file = join(path, "output");
    await fill(file);
    for await (const block of createReadStream(file)) await print(block as Uint8Array, stream);
  } finally {
    remove();
  }
}

function print(block: string | Uint8Array, stream: NodeJS.WritableStream): Promise<void> {
  return new Promise<void>((done, fail) => stream.write(block, (error) => (error ? fail(error) : done())));
}
