import { MISSING_WORDS } from "../../data/missing-id.ts";
import type { Dialect } from "../dialect.ts";

/** First characters of most ids: those between the ones with which a word for "missing" begins. */
const SURE = [...["0:", "AN", "OU", "V[", "an", "ou", "v{"]] as const;

/**
 * A condition that no id of `isMissingId` meets. An id in doubt fails it too.
 *
 * For most ids the first character decides, which is far cheaper than a pattern.
 */
export function presentIdSql(dialect: Dialect, id: string): string {
  const between = SURE.map(([from, to]) => `(${id} >= '${from}' AND ${id} < '${to}')`);
  const words = MISSING_WORDS.map((word) => word.replace(/[\\()]/g, "\\$&")).join("|");
  // Every blank that JavaScript trims.
  const blanks = "[\\s\\x{0B}\\x{A0}\\x{FEFF}\\p{Z}]*";
  return `(${between.join(" OR ")} OR NOT ${dialect.fullMatch(id, `(?i)${blanks}(${words})?${blanks}`)})`;
}
