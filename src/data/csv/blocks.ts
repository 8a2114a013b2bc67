import { ClvError } from "../../errors.ts";

/** A file in chunks of bytes, cut anywhere. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The bytes that separate records and fields in a CSV file. */
export interface Marks {
  readonly delimiters: readonly number[];
  readonly lineBreak: number;
}

/** A run of whole records. */
export interface Block {
  readonly bytes: Uint8Array;
  /** The line on which it begins, counted from 1. */
  readonly firstLine: number;
  /** Lines with a misplaced quote: not at the beginning of a field, or followed by more text. */
  readonly brokenLines: readonly number[];
  /** Whether a quoted field may span lines. */
  readonly quoted: boolean;
}

const BLOCK = 1 << 16;
/** A quoted field longer than this counts as unclosed. */
const LONGEST_FIELD = 1 << 26;
const QUOTE = 34;
export const LF = 10;
export const CR = 13;

/**
 * Cuts chunks anew into blocks of whole records. Blocks have about 64 kB, so they stay in the young generation of the
 * heap. `name` is the name of the source in messages, `firstLine` its first line.
 */
export async function* csvBlocks(source: ByteSource, marks: Marks, name: string, firstLine = 1): AsyncGenerator<Block> {
  let pending: Uint8Array[] = [];
  let size = 0;
  let wanted = BLOCK;
  let line = firstLine;
  const cut = (atEnd: boolean): Block | undefined => {
    const bytes = concatenate(pending, size);
    const { end, openQuote, broken } = scan(bytes, marks, atEnd);
    if (openQuote >= 0 && (atEnd || size - openQuote > LONGEST_FIELD)) {
      const row = line + count(bytes.subarray(0, openQuote), marks.lineBreak);
      throw new ClvError("data", {
        where: `${name} row ${row}`,
        expected: "a closing quote for the quoted field that begins here",
        got: atEnd ? "the end of the file" : `${LONGEST_FIELD} bytes without one`,
        wayOut: 'Close the quote. To put a quote into a text, double it and put the field in quotes: "a 5"" nail".',
      });
    }
    wanted = end === 0 ? 2 * size : BLOCK;
    pending = end < size ? [bytes.subarray(end)] : [];
    size -= end;
    if (end === 0) return undefined;
    const whole = bytes.subarray(0, end);
    const brokenLines = broken.map((at) => line + count(whole.subarray(0, at), marks.lineBreak));
    const block = { bytes: whole, firstLine: line, brokenLines, quoted: whole.includes(QUOTE) };
    line += count(whole, marks.lineBreak);
    return block;
  };
  for await (const chunk of source) {
    pending.push(chunk);
    size += chunk.length;
    if (size < wanted) continue;
    const block = cut(false);
    if (block !== undefined) yield block;
  }
  const block = size > 0 ? cut(true) : undefined;
  if (block !== undefined) yield block;
}

/**
 * The end of the last whole record, the position of the quote still open there (−1: none), and the misplaced quotes.
 */
function scan(bytes: Uint8Array, { delimiters, lineBreak }: Marks, atEnd: boolean) {
  const ends = (byte: number): boolean => byte === CR || byte === LF || delimiters.includes(byte);
  const broken: number[] = [];
  let end = 0;
  let openQuote = -1;
  let from = 0;
  const closeStretch = (to: number): void => {
    const at = to > from ? bytes.subarray(from, to).lastIndexOf(lineBreak) : -1;
    if (at >= 0) end = from + at + 1;
  };
  let quote = bytes.indexOf(QUOTE);
  while (quote >= 0) {
    if (quote > 0 && !ends(bytes[quote - 1])) {
      broken.push(quote);
      quote = bytes.indexOf(QUOTE, quote + 1);
      continue;
    }
    closeStretch(quote);
    let close = bytes.indexOf(QUOTE, quote + 1);
    while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2);
    if (close < 0) {
      openQuote = quote;
      break;
    }
    from = close + 1;
    if (from < bytes.length && !ends(bytes[from])) broken.push(close);
    quote = bytes.indexOf(QUOTE, from);
  }
  if (openQuote < 0) closeStretch(bytes.length);
  // A last record without a line break is whole only if nothing follows.
  if (atEnd) end = bytes.length;
  return { end, openQuote, broken: broken.filter((at) => at < end) };
}

/** The number of occurrences of `byte`. */
function count(bytes: Uint8Array, byte: number): number {
  let n = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) n++;
  return n;
}

function concatenate(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
