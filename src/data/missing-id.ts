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

/** The hint for an id that looks like a missing one. */
export const MISSING_ID_WAY_OUT = "This is a usual mark of a missing id. If it is the id of a customer, use --any-id.";
