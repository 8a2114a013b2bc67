import { type DateFormat, dateReader } from "./date-text.ts";

/** The usual date formats, tried in this order. */
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
/** Numbers count as dates only in plausible years of a business: 1980 to 2069. */
const [EARLIEST, LATEST] = [Date.UTC(1980, 0), Date.UTC(2070, 0)];

/** The formats that read a text as a plausible date, the likeliest first. */
export function formatsThatRead(text: string): DateFormat[] {
  return TRIED.filter((format) => {
    const instant = dateReader(format, CLOCK)(text);
    return instant >= EARLIEST && instant < LATEST;
  });
}

/** The way out for a date that `format` cannot read: a flag that reads it, or the list of formats. */
export function dateHint(text: string, format: DateFormat): string {
  const [first, second] = formatsThatRead(text.trim()).filter((other) => other !== format);
  if (first === "dmy" && second === "mdy")
    return "If the day comes before the month, use --date-format dmy, otherwise mdy.";
  if (first === undefined)
    return (
      "Dates may look like 2024-05-31, 2024-05-31T18:30:00+02:00, 20240531 or 31-MAY-2024. Other formats need --date-format: " +
      "dmy, mdy, epoch, epoch-ms, excel, or a pattern such as %d/%m/%y."
    );
  const as = (other: DateFormat): string =>
    `--date-format ${other.includes(" ") ? JSON.stringify(other) : other} reads it as ${day(text, other)}`;
  return second === undefined || first === "iso" ? `${as(first)}.` : `${as(first)}, ${as(second)}.`;
}

function day(text: string, format: DateFormat): string {
  return new Date(dateReader(format, CLOCK)(text.trim())).toISOString().slice(0, 10);
}

/** Whether a text is a date and not a plain number. */
export function isMoment(text: string): boolean {
  return !/^\d*$/.test(text.trim()) && formatsThatRead(text).length > 0;
}
