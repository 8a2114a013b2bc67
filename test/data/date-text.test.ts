import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateHint } from "../../src/data/date-hint.ts";
import { type DateFormat, dateReader, parseDateFormat } from "../../src/data/date-text.ts";
import { timeZone } from "../../src/data/time-zone.ts";

function read(text: string, format: DateFormat = "iso", zone = "UTC"): string | undefined {
  const instant = dateReader(format, timeZone(zone))(text);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

describe("ISO", () => {
  test("every form", () => {
    expect(read("2024-05-31")).toBe("2024-05-31T00:00:00.000Z");
    expect(read("20240531")).toBe("2024-05-31T00:00:00.000Z");
    expect(read("2024-05-31T18:30")).toBe("2024-05-31T18:30:00.000Z");
    expect(read("2024-05-31 18:30:15")).toBe("2024-05-31T18:30:15.000Z");
    expect(read("2024-05-31T18:30:15.25Z")).toBe("2024-05-31T18:30:15.250Z");
    expect(read("2024-05-31T18:30:15.123999Z")).toBe("2024-05-31T18:30:15.123Z");
    expect(read("2024-05-31T18:30:00+02:00")).toBe("2024-05-31T16:30:00.000Z");
    expect(read("2024-05-31T18:30:00-0330")).toBe("2024-05-31T22:00:00.000Z");
    expect(read("2024-05-31T18:30+02")).toBe("2024-05-31T16:30:00.000Z");
  });

  test("what does not exist or is written otherwise is no date", () => {
    const wrong = [
      ...[
        "2023-02-30",
        "2023-02-29",
        "1900-02-29",
        "2023-13-01",
        "2023-00-10",
        "2023-01-00",
        "2023-04-31",
        "0000-01-01",
      ],
      ...["2024-05-31T24:00", "2024-05-31T18:60", "2024-05-31T18:30:60", "2024-05-31T18", "2024-05-31T18:30+25:00"],
      ...[
        "",
        "yesterday",
        "31/5/2024",
        "2024/05-31",
        "240531",
        "31-MAI-2024",
        "Xyz, 31 May 2024",
        "2024-05-31x",
        "2024-05-31T18:30:00.Z",
      ],
      ...[
        "2024-05-31 13:30 PM",
        "2024-05-31 0:30 AM",
        "2024-05-31 18:30 EST",
        "2024-05-31T18:30:00+2",
        "+2024-05-31",
        "2024-05-31T",
        "202405310",
        "1717113600",
      ],
    ];
    for (const text of wrong) expect([text, read(text)]).toEqual([text, undefined]);
  });

  test("2000-02-29 and 2024-02-29 exist", () => {
    expect(read("20000229")).toBe("2000-02-29T00:00:00.000Z");
    expect(read("2024-02-29")).toBe("2024-02-29T00:00:00.000Z");
  });

  test("reads what Date writes, from year 1 to 9999", () => {
    const instants = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        expect(read(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });
});

describe("every shape with one meaning only", () => {
  // The dates by the calendar, the times by the clock.
  test.each([
    ["2024/05/31", "2024-05-31T00:00:00.000Z"],
    ["2024.5.1", "2024-05-01T00:00:00.000Z"],
    ["2024-5-31", "2024-05-31T00:00:00.000Z"],
    ["2024/05/31 6:30 PM", "2024-05-31T18:30:00.000Z"],
    ["20240531183015", "2024-05-31T18:30:15.000Z"],
    ["2024-05-31 18:30:00 -0400", "2024-05-31T22:30:00.000Z"],
    ["2024-05-31 18:30:00 UTC", "2024-05-31T18:30:00.000Z"],
    ["2024-05-31 12:00 am", "2024-05-31T00:00:00.000Z"],
    ["2024-05-31 12:00 p.m.", "2024-05-31T12:00:00.000Z"],
    ["31-MAY-2024", "2024-05-31T00:00:00.000Z"],
    ["31 May 2024", "2024-05-31T00:00:00.000Z"],
    ["May 31, 2024", "2024-05-31T00:00:00.000Z"],
    ["May 31, 2024 at 6:30 PM", "2024-05-31T18:30:00.000Z"],
    ["1st September 2023", "2023-09-01T00:00:00.000Z"],
    ["Sept. 1 2023", "2023-09-01T00:00:00.000Z"],
    ["Fri, 31 May 2024 18:30:00 +0200", "2024-05-31T16:30:00.000Z"],
    ["Fri May 31 2024 18:30:00 GMT+0200 (Central European Summer Time)", "2024-05-31T16:30:00.000Z"],
    ["2024-May-31", "2024-05-31T00:00:00.000Z"],
  ])("%s", (text, instant) => {
    expect(read(text)).toBe(instant);
  });

  test("a local time after a month's name is one of the zone", () => {
    expect(read("1 July 2024", "iso", "Europe/Berlin")).toBe("2024-06-30T22:00:00.000Z");
  });
});

describe("numbers that count from a day", () => {
  test("epoch seconds and milliseconds are instants in every zone", () => {
    expect(read("1717180200", "epoch", "Europe/Berlin")).toBe("2024-05-31T18:30:00.000Z");
    expect(read("1717180200.25", "epoch")).toBe("2024-05-31T18:30:00.250Z");
    expect(read("1717180200250", "epoch-ms")).toBe("2024-05-31T18:30:00.250Z");
    expect(read("-1", "epoch-ms")).toBe("1969-12-31T23:59:59.999Z");
  });

  test("Excel counts 1900-02-29, which never was, as 60", () => {
    expect(read("1", "excel")).toBe("1900-01-01T00:00:00.000Z");
    expect(read("59", "excel")).toBe("1900-02-28T00:00:00.000Z");
    expect(read("60", "excel")).toBeUndefined();
    expect(read("61", "excel")).toBe("1900-03-01T00:00:00.000Z");
    expect(read("45443.5", "excel")).toBe("2024-05-31T12:00:00.000Z");
  });

  test("anything but a number is none", () => {
    for (const format of ["epoch", "epoch-ms", "excel"] as const)
      for (const text of ["", "1e9", "0x10", "2024-05-31", "1 717"]) expect(read(text, format)).toBeUndefined();
  });
});

describe("a pattern in the letters of strftime", () => {
  test.each<[string, DateFormat, string]>([
    ["31/05/24", "%d/%m/%y", "2024-05-31T00:00:00.000Z"],
    ["930101", "%y%m%d", "1993-01-01T00:00:00.000Z"],
    ["31-MAY-69", "%d-%b-%y", "1969-05-31T00:00:00.000Z"],
    ["31-MAY-68", "%d-%b-%y", "2068-05-31T00:00:00.000Z"],
    ["05/31/2024, 06:30:05 PM", "%m/%d/%Y, %I:%M:%S %p", "2024-05-31T18:30:05.000Z"],
    ["2024-05-31 18:30:00.123456 +0200", "%F %T.%f %z", "2024-05-31T16:30:00.123Z"],
    ["Fri 31.5.2024", "%a %d.%m.%Y", "2024-05-31T00:00:00.000Z"],
  ])("%s by %s", (text, pattern, instant) => {
    expect(read(text, pattern)).toBe(instant);
  });

  test("what does not fit is no date", () => {
    expect(read("31/05/2024", "%d/%m/%y")).toBeUndefined();
    expect(read("31/13/24", "%d/%m/%y")).toBeUndefined();
    expect(read("3a/05/24", "%d/%m/%y")).toBeUndefined();
  });

  test("a pattern that can be no date is refused, and so is a format without a name", () => {
    expect(() => parseDateFormat("%d/%m")).toThrow(/year \(%Y or %y\).*%d\/%m\/%y for 31\/05\/24/);
    expect(() => parseDateFormat("%d/%m/%y %d")).toThrow(/year/);
    expect(() => parseDateFormat("%Q/%m/%y")).toThrow(/got "%Q"/);
    expect(() => parseDateFormat("ymd")).toThrow(/one of iso, dmy, mdy, epoch, epoch-ms, excel, or a pattern/);
  });
});

describe("the way out names the format that would have read a date", () => {
  test.each<[string, RegExp]>([
    ["31/5/2024", /^--date-format dmy reads it as 2024-05-31\.$/],
    ["5/31/2024 6:30 PM", /^--date-format mdy reads it as 2024-05-31\.$/],
    ["5/6/2024", /dmy, otherwise mdy/],
    ["1717180200", /^--date-format epoch reads it as 2024-05-31\.$/],
    ["1717180200250", /^--date-format epoch-ms reads it as 2024-05-31\.$/],
    ["45443", /^--date-format excel reads it as 2024-05-31\.$/],
    ["31/05/24", /^--date-format %d\/%m\/%y reads it as 2024-05-31, /],
    ["31-MAY-24", /^--date-format %d-%b-%y reads it as 2024-05-31\.$/],
    ["31/05/24 18:30", /^--date-format "%d\/%m\/%y %H:%M" reads it as 2024-05-31\.$/],
    ["yesterday", /^Dates may look like 2024-05-31/],
  ])("%s", (text, hint) => {
    expect(dateHint(text, "iso")).toMatch(hint);
  });

  test("a date of the default shape under another format", () => {
    expect(dateHint("2024-05-31", "dmy")).toBe("--date-format iso reads it as 2024-05-31.");
  });
});

describe("day and month first, only when asked", () => {
  test("D/M/Y", () => {
    for (const text of ["31/5/2024", "31.05.2024", "31-5-2024"])
      expect(read(text, "dmy")).toBe("2024-05-31T00:00:00.000Z");
    expect(read("1/12/2010 8:26", "dmy")).toBe("2010-12-01T08:26:00.000Z");
  });

  test("M/D/Y", () => {
    expect(read("12/1/2010 8:26", "mdy")).toBe("2010-12-01T08:26:00.000Z");
    expect(read("5/31/2024", "mdy")).toBe("2024-05-31T00:00:00.000Z");
  });

  test("what does not fit is no date", () => {
    for (const text of [
      "31/5/24",
      "31/5.2024",
      "5/31/2024",
      "2024-05-31",
      "31 5 2024",
      "1//2024",
      "/1/2024",
      "111/1/2024",
    ]) {
      expect([text, read(text, "dmy")]).toEqual([text, undefined]);
    }
  });
});

describe("time zones", () => {
  test("a local time is one of the zone, an offset overrules it", () => {
    expect(read("2024-07-01", "iso", "Europe/Berlin")).toBe("2024-06-30T22:00:00.000Z");
    expect(read("2024-01-01T23:30", "iso", "America/New_York")).toBe("2024-01-02T04:30:00.000Z");
    expect(read("2024-07-01T00:00Z", "iso", "Europe/Berlin")).toBe("2024-07-01T00:00:00.000Z");
    expect(read("2024-07-01T12:00", "iso", "Asia/Kolkata")).toBe("2024-07-01T06:30:00.000Z");
  });

  test("the hour the clocks skip is read with the offset before, of the hour they repeat the first is meant", () => {
    // Berlin 2024: 02:00 → 03:00 on March 31 (01:00Z), 03:00 → 02:00 on October 27 (01:00Z).
    expect(read("2024-03-31T02:30", "iso", "Europe/Berlin")).toBe("2024-03-31T01:30:00.000Z");
    expect(read("2024-10-27T02:30", "iso", "Europe/Berlin")).toBe("2024-10-27T00:30:00.000Z");
    expect(read("2024-03-31T01:59", "iso", "Europe/Berlin")).toBe("2024-03-31T00:59:00.000Z");
    expect(read("2024-03-31T03:00", "iso", "Europe/Berlin")).toBe("2024-03-31T01:00:00.000Z");
    expect(read("2024-10-27T03:00", "iso", "Europe/Berlin")).toBe("2024-10-27T02:00:00.000Z");
    // São Paulo 2018-11-04 had no midnight: the clocks went from 00:00 to 01:00.
    expect(read("2018-11-04", "iso", "America/Sao_Paulo")).toBe("2018-11-04T03:00:00.000Z");
  });

  test("calendar and instant are inverse away from the changes", () => {
    const zones = fc.constantFrom(
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
      "Asia/Kathmandu",
    );
    const instants = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2030, 0) });
    fc.assert(
      fc.property(zones, instants, (name, instant) => {
        const zone = timeZone(name);
        const calendar = zone.toCalendar(instant);
        // Of a repeated time the first instant comes back; its calendar time is the same.
        expect(zone.toCalendar(zone.toInstant(calendar))).toBe(calendar);
      }),
    );
  });

  test("an unknown zone is an error", () => {
    expect(() => timeZone("Europe/Atlantis")).toThrow(/time zone: expected an IANA name.*got "Europe\/Atlantis"/);
    expect(() => timeZone("")).toThrow(/time zone/);
  });
});
