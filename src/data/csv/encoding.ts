import { ClvError } from "../../errors.ts";

/** The encoding of text: UTF-8, Latin-1 (read as its superset Windows-1252) or any other label of the WHATWG, e.g. `macintosh`, `utf-16le`. */
export type Encoding = "utf-8" | "latin1" | (string & {});

/** The encodings whose bytes are split into records without transcoding. */
const DIRECT: readonly string[] = ["utf-8", "latin1"];

/** The byte-order marks of UTF-16. */
const MARKS: readonly (readonly [label: string, first: number, second: number])[] = [
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
];

/** The encoding from which a file must be transcoded before it is split: that of its byte-order mark, else the requested one. */
export function transcodedFrom(head: Uint8Array, asked: Encoding | undefined): string | undefined {
  const marked = MARKS.find(([, first, second]) => head[0] === first && head[1] === second);
  if (marked !== undefined) return marked[0];
  return asked === undefined || DIRECT.includes(asked) ? undefined : asked;
}

/** The bytes of a text in another encoding, as UTF-8. Throws ClvError `data` where a byte is not of that encoding. */
export async function* transcoded(
  source: AsyncIterable<Uint8Array>,
  label: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  const decoder = decoderOf(label);
  const encoder = new TextEncoder();
  const decode = (chunk?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
    } catch {
      throw new ClvError("data", {
        where: name,
        expected: label,
        got: "bytes that are not valid",
        wayOut: "Name another encoding: --encoding.",
      });
    }
  };
  for await (const chunk of source) yield decode(chunk);
  yield decode();
}

/** An encoding by the label a user typed. Throws ClvError `usage` for one that is not known. */
export function parseEncoding(text: string): Encoding {
  const label = text.toLowerCase();
  if (label === "utf8") return "utf-8";
  if (label === "latin-1" || label === "windows-1252" || label === "iso-8859-1") return "latin1";
  if (!DIRECT.includes(label)) decoderOf(label);
  return label;
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw new ClvError("usage", {
      where: "--encoding",
      expected: "a text encoding such as utf-8, latin1, macintosh, utf-16le or windows-1251",
      got: label,
    });
  }
}

/** Quotes, dashes, the bullet and the trade mark of Windows-1252, where Mac Roman has letters. */
const MARKS_OF_WINDOWS = [0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99];
/** The euro and the ellipsis of Windows-1252, where Mac Roman has the capital letters Ä and Ö. */
const CAPITALS_OF_MAC = [0x80, 0x85];

/** The likely encoding of a text that is not UTF-8, as the flag takes it. */
export function likelyEncoding(bytes: Uint8Array): string {
  const zeros = (from: number): number => bytes.filter((byte, k) => k % 2 === from && byte === 0).length;
  if (zeros(1) > bytes.length / 4) return "utf-16le";
  if (zeros(0) > bytes.length / 4) return "utf-16be";
  return lettersOfMac(bytes) > 0 ? "macintosh" : "latin1";
}

/**
 * The surplus of bytes that are letters within words in Mac Roman over those in Windows-1252. Small letters with
 * accents lie from 0x87 to 0x9F in Mac Roman, from 0xE0 on in Windows-1252.
 */
function lettersOfMac(bytes: Uint8Array): number {
  const isLetter = (byte: number | undefined): boolean =>
    byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte));
  let more = 0;
  for (let k = 0; k < bytes.length; k++) {
    const byte = bytes[k];
    if (byte < 0x80) continue;
    const [before, after] = [isLetter(bytes[k - 1]), isLetter(bytes[k + 1])];
    if (byte >= 0xe0 && (before || after)) more--;
    if (byte >= 0xa0 || MARKS_OF_WINDOWS.includes(byte)) continue;
    if (CAPITALS_OF_MAC.includes(byte) ? after && !before : before || after) more++;
  }
  return more;
}
