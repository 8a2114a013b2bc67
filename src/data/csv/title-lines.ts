import { ClvError } from "../../errors.ts";
import { hasUsualName } from "../columns.ts";

/** The number of lines searched for a header. */
const LOOKED_AT = 20;
const MARKS = [",", ";", "\t", "|"];

/**
 * Throws where the first line of a file is a title or a comment. The sign: a later line has a column for the customer
 * and one for the date, and the first line has neither.
 *
 * @param head the first lines of the file, of which the last may be cut
 * @param skipped lines already known not to be the header, such as `sep=;`
 */
export function refuseTitle(head: string, skipped: number, name: string): void {
  const lines = head.split(/\r\n|\n|\r/).slice(skipped, LOOKED_AT);
  const at = lines.findIndex((line) => looksLikeHeader(line));
  if (at <= 0 || lines.slice(0, at).every((line) => line.trim() === "")) return;
  const before = lines.slice(0, at).filter((line) => line.trim() !== "");
  const [mark] = before[0]!;
  const commented = before.every((line) => line.startsWith(mark!)) && /[#%;/]/.test(mark!);
  throw new ClvError("data", {
    where: `${name}, first line`,
    expected: "a header",
    got: before[0]!,
    mend: { skipLines: skipped + at },
    wayOut: `The header seems to be in line ${skipped + at + 1}: use --skip-lines ${skipped + at}${commented ? ` or --comment '${mark}'` : ""}.`,
  });
}

function looksLikeHeader(line: string): boolean {
  return MARKS.some((mark) => {
    const fields = line.split(mark).map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
    return fields.length > 1 && hasUsualName(fields, "customer") && hasUsualName(fields, "date");
  });
}
