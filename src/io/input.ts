import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ClvError } from "../errors.ts";
import { systemFailure } from "./system-failure.ts";

/** A file or standard input as a stream of bytes, unpacked if it is gzip. */
export interface Input {
  /** The name in errors: the path, or `standard input`. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Size on disk; undefined when it can't be known before the end. */
  readonly size: number | undefined;
}

/**
 * Opens a path, or standard input for `-`, as a stream of bytes.
 *
 * The first two bytes (1f 8b) identify gzip, not the name. Gzip is unpacked while it is read.
 *
 * @param path - A file, a named pipe, or `-`.
 * @param onBytes - Called with the number of bytes read so far, before unpacking.
 * @param stdin - The stream for `-`. Default: standard input.
 * @throws ClvError `usage` when the path can't be read; the stream throws `usage` where it is zstd or Parquet, `data` when the gzip
 *   is broken.
 */
export async function openInput(
  path: string,
  onBytes: (total: number) => void = () => {},
  stdin?: AsyncIterable<Uint8Array>,
): Promise<Input> {
  const name = path === "-" ? "standard input" : path;
  const size = path === "-" ? undefined : await sizeOf(path);
  const source: AsyncIterable<Uint8Array> = path === "-" ? (stdin ?? process.stdin) : createReadStream(path);
  return { name, bytes: unpacked(name, counted(name, source, onBytes)), size };
}

/**
 * Reads the whole of a path, or of standard input for `-`, as UTF-8 text.
 *
 * @param most - The largest plausible number of bytes after unpacking.
 * @throws ClvError `data` when there are more
 */
export async function readText(
  path: string,
  most = Number.POSITIVE_INFINITY,
  stdin?: AsyncIterable<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const input = await openInput(path, undefined, stdin);
  for await (const chunk of input.bytes) {
    bytes += chunk.length;
    if (bytes > most) {
      throw new ClvError("data", {
        where: input.name,
        expected: `at most ${most / 2 ** 20} MB`,
        got: "more",
        wayOut: "Check that this is the right file.",
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  if (found.isDirectory()) throw new ClvError("usage", { where: path, expected: "a file", got: "a folder" });
  return found.isFile() ? found.size : undefined;
}

function unreadable(name: string, error: NodeJS.ErrnoException): ClvError {
  const got = error.code === "ENOENT" ? "no such file" : error.message;
  const failed = systemFailure(error, name);
  if (failed !== undefined) return failed;
  return new ClvError("usage", { where: name, expected: "a file that can be read", got });
}

async function* counted(
  name: string,
  source: AsyncIterable<Uint8Array>,
  onBytes: (total: number) => void,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  try {
    for await (const chunk of source) {
      onBytes((total += chunk.length));
      yield chunk;
    }
  } catch (error) {
    throw unreadable(name, error as NodeJS.ErrnoException);
  }
}

async function* unpacked(name: string, source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const head = await firstBytes(source, 4);
  const other = OTHER_FORMATS.find(({ magic }) => magic.every((byte, k) => head[k] === byte));
  if (other !== undefined) {
    throw new ClvError("usage", {
      where: name,
      expected: "plain text or gzip, as the memory engine needs",
      got: other.name,
      wayOut: "Unpack it, or give the log as a file, which DuckDB can read.",
    });
  }
  const whole = prepended(head, source);
  if (!(head[0] === 0x1f && head[1] === 0x8b)) {
    yield* whole;
    return;
  }
  // `pipeline` hands an error of the source on to the unpacker, and stops the source when the reader leaves early.
  const gunzip: AsyncIterable<Uint8Array> = pipeline(Readable.from(whole), createGunzip(), () => {});
  try {
    yield* gunzip;
  } catch (error) {
    if (error instanceof ClvError) throw error;
    throw new ClvError("data", {
      where: name,
      expected: "a whole gzip file",
      got: (error as Error).message,
      wayOut: "It begins like a gzip file but cannot be unpacked. It may be truncated.",
    });
  }
}

/** Beginnings of streams that are not text. */
const OTHER_FORMATS = [
  { name: "a zstd file", magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: "a Parquet file", magic: [0x50, 0x41, 0x52, 0x31] },
];

/** The first chunks, joined until they have at least `n` bytes: a pipe may deliver single bytes. */
async function firstBytes(source: AsyncGenerator<Uint8Array>, n: number): Promise<Uint8Array> {
  let head = new Uint8Array(0);
  while (head.length < n) {
    const next = await source.next();
    if (next.done) break;
    const joined = new Uint8Array(head.length + next.value.length);
    joined.set(head);
    joined.set(next.value, head.length);
    head = joined;
  }
  return head;
}

async function* prepended(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
