import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { Rejection } from "../data/rejection.ts";
import { rejectedCsv } from "./rejected-csv.ts";

/** Rejected rows, collected as the text of their file. */
export interface RejectedRows {
  readonly length: number;
  add(rejection: Rejection, fields: readonly string[]): void;
  /** The text of {@link rejectedCsv} for all rows, block by block. */
  text(): Iterable<string>;
}

/** Bytes of text written at once. */
const BLOCK = 1 << 20;

/**
 * Collects rejected rows as text: a row of a hundred bytes takes a hundred bytes, and as fields it would take a kilobyte.
 *
 * @param file - A file for the text, in a folder that the caller removes; without it the text stays in memory.
 */
export function collectRejected(file?: string): RejectedRows {
  const blocks: Buffer[] = [];
  let opened: number | undefined;
  let text = [...rejectedCsv([])].join("");
  let length = 0;
  const flush = (): void => {
    const block = Buffer.from(text);
    text = "";
    if (file === undefined) blocks.push(block);
    else
      for (let from = 0; from < block.length; )
        from += writeSync((opened ??= openSync(file, "wx+", 0o600)), block, from);
  };
  return {
    get length() {
      return length;
    },
    add(rejection, fields) {
      length++;
      const [, line] = rejectedCsv([{ ...rejection, fields }]);
      text += line;
      if (text.length >= BLOCK) flush();
    },
    *text() {
      flush();
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      for (const block of file === undefined ? blocks : blocksOf(opened!))
        yield decoder.decode(block, { stream: true });
      if (opened !== undefined) closeSync(opened);
    },
  };
}

function* blocksOf(file: number): Generator<Buffer> {
  const block = Buffer.alloc(BLOCK);
  for (let at = 0; ; ) {
    const read = readSync(file, block, 0, BLOCK, at);
    if (read === 0) return;
    at += read;
    yield block.subarray(0, read);
  }
}
