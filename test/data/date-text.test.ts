import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DateFormat, dateReader } from "../../src/data/date-text.ts";
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
      ...["", "yesterday", "2024-5-31", "31/5/2024", "2024/05/31", "240531", "2024-05-31x", "2024-05-31T18:30:00.Z"],
      ...[
        "2024-05-31T18:30:00 +02:00",
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
