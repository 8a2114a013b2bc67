import { ClvError } from "../../errors.ts";
import type { Block } from "./blocks.ts";
import { likelyEncoding } from "./encoding.ts";

/** A function from blocks to their text, which throws where a block is not in the encoding. */
export function blockDecoder(encoding: "utf-8" | "latin1", lineBreak: number, name: string): (block: Block) => string {
  if (encoding === "latin1") {
    const latin1 = new TextDecoder("windows-1252");
    return ({ bytes }) => latin1.decode(bytes);
  }
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return (block) => {
    try {
      return strict.decode(block.bytes);
    } catch {
      const encoding = likelyEncoding(block.bytes);
      throw new ClvError("data", {
        where: `${name} row ${invalidLine(block, lineBreak)}`,
        expected: "UTF-8",
        got: "a byte that is not valid",
        mend: { encoding },
        wayOut: `The bytes look like ${encoding}: use --encoding ${encoding}, or name the right encoding.`,
      });
    }
  };
}

/** The first line of a block that is not UTF-8. */
function invalidLine({ bytes, firstLine }: Block, lineBreak: number): number {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let line = firstLine;
  for (let from = 0; from < bytes.length; line++) {
    const at = bytes.indexOf(lineBreak, from);
    const to = at < 0 ? bytes.length : at + 1;
    try {
      strict.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to;
  }
  return line;
}
