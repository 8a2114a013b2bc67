/** Days from 0000-03-01 to 1970-01-01, and days in 400 years. */
const [FROM_MARCH, ERA] = [719_468, 146_097];
/** Days from March to the end of the year. */
const MARCH_TO_DECEMBER = 306;

/**
 * The year that holds a day, and the days since it began. Years begin in March here, so that the leap day is the last of
 * its year and the lengths of months follow one line (H. Hinnant, "chrono-compatible low-level date algorithms",
 * `civil_from_days`). A date object takes four times as long.
 *
 * @param day - Days since 1970.
 */
function marchYear(day: number): { readonly year: number; readonly inYear: number } {
  const since = day + FROM_MARCH;
  const era = Math.floor(since / ERA);
  const inEra = since - era * ERA;
  const year = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  );
  const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  return { year: era * 400 + year, inYear };
}

/** Months since January 1970 of a day since 1970. */
export function monthOfDay(day: number): number {
  const { year, inYear } = marchYear(day);
  return (year - 1970) * 12 + 2 + Math.floor((5 * inYear + 2) / 153);
}

/** The days between January 1 and a day of the same year. */
export function dayOfYear(day: number): number {
  const { year, inYear } = marchYear(day);
  if (inYear >= MARCH_TO_DECEMBER) return inYear - MARCH_TO_DECEMBER;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return inYear + (isLeap ? 60 : 59);
}
