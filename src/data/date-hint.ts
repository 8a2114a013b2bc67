import { type DateFormat, dateReader } from "./date-text.ts";

/** What dates are usually written in, tried in this order. */
const TRIED: readonly DateFormat[] = [
  ...(["iso", "dmy", "mdy", "epoch", "epoch-ms", "excel"] as const),
  ...([
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%y/%m/%d",
    "%y-%m-%d",
    "%y%m%d",
    "%d%m%y",
    "%d-%b-%y",
    "%b %d %y",
  ] as const),
  ...(["%d/%m/%y %H:%M", "%m/%d/%y %H:%M", "%d/%m/%Y, %H:%M:%S", "%m/%d/%Y, %I:%M:%S %p"] as const),
];
const CLOCK = { toInstant: (clock: number): number => clock };
/** Numbers are taken for dates only where the date is one a business may have: 1980 to 2069. */
const [EARLIEST, LATEST] = [Date.UTC(1980, 0), Date.UTC(2070, 0)];

/** The formats that read a text as a date a business may have, the likeliest first. */
export function formatsThatRead(text: string): DateFormat[] {
  return TRIED.filter((format) => {
    const instant = dateReader(format, CLOCK)(text);
    return instant >= EARLIEST && instant < LATEST;
  });
}

/** The way out for a date that `format` does not read: the flag that would have read it, or what can be read at all. */
export function dateHint(text: string, format: DateFormat): string {
  const [first, second] = formatsThatRead(text.trim()).filter((other) => other !== format);
  if (first === "dmy" && second === "mdy") return "If days come before months say --date-format dmy, else mdy.";
  if (first === undefined)
    return (
      "Dates are read as 2024-05-31, 2024-05-31T18:30:00+02:00, 20240531 or 31-MAY-2024, or as --date-format says: " +
      "dmy, mdy, epoch, epoch-ms, excel, or a pattern such as %d/%m/%y."
    );
  const as = (other: DateFormat): string =>
    `--date-format ${other.includes(" ") ? JSON.stringify(other) : other} reads it as ${day(text, other)}`;
  return second === undefined || first === "iso" ? `${as(first)}.` : `${as(first)}, ${as(second)}.`;
}

function day(text: string, format: DateFormat): string {
  return new Date(dateReader(format, CLOCK)(text.trim())).toISOString().slice(0, 10);
}
