import { ClvError } from "../errors.ts";
import { dateReader, isWholeDay } from "./date-text.ts";
import { monthOf } from "./month-name.ts";
import { CYCLES, type Cycle, PERIODS, type Season, type SeasonIndex } from "./season.ts";
import { DAY } from "./time-unit.ts";
import { timeZone } from "./time-zone.ts";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** The names of the first column. */
const FIRST = ["date", ...CYCLES] as const;

/**
 * Reads a user's seasonal index: a table of two columns. The first is `date`, `month`, `week` or `weekday`, the second
 * is `factor`.
 *
 * A date is a day (`2024-12-24`) or a whole month of one year (`2024-12`). Months are 1 to 12 or English names; weeks
 * are 1 to 52 from 1 January. Days of the week are English names or 1 (Monday) to 7. Days and periods that the file
 * does not name have the factor 1.
 *
 * @param text - The text of the file, with commas, semicolons or tabs between fields.
 * @param where - The name of the file, for errors.
 * @throws ClvError `data` with the line of the first field that is not as expected.
 * @example
 * readSeason("month,factor\nDecember,2", "index.csv")[0].factors[11]; // 2
 */
export function readSeason(text: string, where: string): Season {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const header = fieldsOf(lines[0] ?? "").map((name) => name.toLowerCase());
  const by = FIRST.find((name) => name === header[0]);
  if (by === undefined || header[1] !== "factor" || header.length !== 2) {
    throw new ClvError("data", {
      where: `${where}, line 1`,
      expected: `the columns ${FIRST.join(" or ")}, and factor`,
      got: lines[0] ?? "",
      wayOut: "For example: month,factor",
    });
  }
  const factorOf = new Map<number, number>();
  lines.slice(1).forEach((line, k) => {
    if (line.trim() === "") return;
    const at = `${where}, line ${k + 2}`;
    const [name = "", factor = "", ...more] = fieldsOf(line);
    const value = Number(factor);
    if (more.length > 0 || factor === "" || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
      throw new ClvError("data", { where: at, expected: `a ${by} and a factor greater than 0`, got: line });
    }
    for (const place of by === "date" ? daysNamed(name, at) : [periodNamed(by, name, at)]) {
      if (factorOf.has(place)) throw new ClvError("data", { where: at, expected: `each ${by} once`, got: name });
      factorOf.set(place, value);
    }
  });
  return [indexOf(by, factorOf)];
}

function indexOf(by: (typeof FIRST)[number], factorOf: ReadonlyMap<number, number>): SeasonIndex {
  if (by !== "date") {
    return { by, factors: Array.from({ length: PERIODS[by] }, (_, k) => factorOf.get(k) ?? 1) };
  }
  const days = [...factorOf.keys()].sort((a, b) => a - b);
  return { by: "day", factors: days.map((day) => factorOf.get(day)!), days };
}

function fieldsOf(line: string): string[] {
  return line.split(/[,;\t]/).map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
}

const readDay = dateReader("iso", timeZone("UTC"));

/** The days, since 1970, of a day or a month of one year. */
function daysNamed(name: string, at: string): number[] {
  if (isWholeDay(name)) {
    const day = readDay(name) / DAY;
    if (Number.isInteger(day)) return [day];
  }
  const [, year, month] = /^(\d{4})-(\d\d)$/.exec(name) ?? [];
  if (!(Number(month) >= 1 && Number(month) <= 12)) {
    throw new ClvError("data", {
      where: at,
      expected: "a day such as 2024-12-24 or a month such as 2024-12",
      got: name,
    });
  }
  const [first, next] = [0, 1].map((more) => Date.UTC(Number(year), Number(month) - 1 + more, 1) / DAY);
  return Array.from({ length: next! - first! }, (_, k) => first! + k);
}

/** The place of a period in its cycle. */
function periodNamed(cycle: Cycle, name: string, at: string): number {
  const named = cycle === "month" ? monthOf(name) : cycle === "weekday" ? dayOfWeek(name) : 0;
  const place = named > 0 ? named : Number(name);
  if (Number.isInteger(place) && place >= 1 && place <= PERIODS[cycle]) return place - 1;
  throw new ClvError("data", { where: at, expected: `a ${cycle} from 1 to ${PERIODS[cycle]}, or its name`, got: name });
}

function dayOfWeek(name: string): number {
  const lower = name.toLowerCase();
  return 1 + WEEKDAYS.findIndex((full) => lower === full || (lower.length === 3 && full.startsWith(lower)));
}
