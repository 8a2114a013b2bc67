/** Usual words for "no value", in lower case: those of SQL, data frames, spreadsheets and programs. */
export const MISSING_WORDS = [
  ...["null", "(null)", "\\n", "nan", "-nan", "<na>", "na", "n/a", "#na", "#n/a"],
  ...["none", "nil", "nat", "undefined"],
] as const;

const MISSING: ReadonlySet<string> = new Set(MISSING_WORDS);
const LONGEST = Math.max(...MISSING_WORDS.map((word) => word.length));

/** Whether an id is blank or a usual word for a missing one, in any case, with or without blanks around it. */
export function isMissingId(id: string): boolean {
  const trimmed = id.trim();
  return trimmed.length <= LONGEST && (trimmed === "" || MISSING.has(trimmed.toLowerCase()));
}

/** What to do about an id that reads as a missing one. */
export const MISSING_ID_WAY_OUT =
  "That is no id but a usual mark of a missing one; if a customer is called so, say --any-id.";
