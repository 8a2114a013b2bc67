import type { ClockReader } from "./clock-text.ts";
import { DAY } from "./time-unit.ts";

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
/** The number of 1970-01-01 in Excel. Excel counts from 1900-01-01 = 1 and includes a 29th of February 1900. */
const EXCEL_1970 = 25_569;
const EXCEL_MISSING_DAY = 60;

/** Seconds since 1970 UTC, with or without a fraction; digits beyond the millisecond are cut off. */
export const readEpochSeconds: ClockReader = (text, offset) => instant(text, offset, 1000);

/** Milliseconds since 1970 UTC. */
export const readEpochMilliseconds: ClockReader = (text, offset) => instant(text, offset, 1);

/**
 * Days as Excel numbers them. The fraction is the time of day, rounded to the millisecond: 45443.5 is noon on
 * 2024-05-31.
 */
export const readExcelDay: ClockReader = (text) => {
  const serial = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!(serial >= 1) || Math.floor(serial) === EXCEL_MISSING_DAY) return Number.NaN;
  const days = serial < EXCEL_MISSING_DAY ? serial + 1 : serial;
  return Math.round((days - EXCEL_1970) * DAY);
};

function instant(text: string, offset: { east: number }, milliseconds: number): number {
  offset.east = 0;
  return NUMBER.test(text) ? Math.floor(Number(text) * milliseconds) : Number.NaN;
}
