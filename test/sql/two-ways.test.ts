import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDateFormat } from "../../src/data/date-text.ts";
import { type DuckdbSession, openSession } from "../../src/sql/duckdb/session.ts";
import { type Case, inDuckdb, inMemory, scratch } from "../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 2 });
});
afterAll(() => session.close());

async function same({ bytes, ...rest }: Case): Promise<string | undefined> {
  const path = scratch(bytes, "log.csv");
  const expected = await inMemory(path, bytes, rest);
  const { reread, ...got } = (await inDuckdb(session, path, rest)) as { reread?: string };
  expect(got).toStrictEqual(expected);
  return reread;
}

const ids = ["a", "b", "007", "7", "é", "😀", "\uffee", "x y", "nullable", "O'Brien; DROP TABLE rfm --"];
const cleanDate = fc.tuple(fc.integer({ min: 0, max: 800 })).map(([day]) => iso(day));
const cleanValue = fc.integer({ min: 1, max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2));
const oddDate = fc.constantFrom(
  ...[
    "2023-02-30",
    "2023-1-5",
    "5-JAN-2023",
    "Jan 5, 2023 6:30 PM",
    "2023-01-05 18:30:00 -0400",
    "2023-01-05 18:30:00 UTC",
    "20230105183000",
    " 2023-01-05",
    "2023-01-05 ",
    "20230105",
    "2023-01-05T10:00:00Z",
    "2023-01-05 23:30:00+05:30",
  ],
  ...[
    "2023-01-05T01:00:00.123456",
    "2023-01-05 24:00:00",
    "2023-01-05 10:00",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31T23:59:59-05:00",
  ],
  ...[
    "",
    "yesterday",
    "2023/01/05",
    "infinity",
    "epoch",
    "2023-01-05 (BC)",
    "1969-12-31T23:59:59.9999Z",
    "2024-02-29",
    "10000-01-01",
  ],
);
const oddValue = fc.constantFrom(
  ...[
    "0",
    "-5",
    "-0",
    "+3",
    "1e3",
    "1E-7",
    " 12",
    "12 ",
    "0x10",
    "1_000",
    "inf",
    "nan",
    "NaN",
    "Infinity",
    "",
    ".5",
    "5.",
    "1,5",
    '"1,234.50"',
    "$5",
    "(12.50)",
    "12.50-",
    "\u22125",
  ],
  ...[
    "9007199254.740991",
    "9007199254.740992",
    "1e308",
    "1e400",
    "0.0000005",
    "0.00000049999999999999994",
    "-0.0000005",
    "123456789.1234565",
    ...["0.0033333", "0.003", "-0.00477777", "0.0000015"],
  ],
);
const oddId = fc.constantFrom(
  ...[
    "",
    " ",
    "\u0000",
    "\ufeffa",
    'a"b',
    "'",
    "\u00a0",
    "-- x",
    "/* x",
    "\u0001",
    "a\u2028b",
    "null",
    " NaN",
    "N/A",
    "\\N",
    "nA\u00a0",
    "None",
    "#N/A",
    "\u3000",
  ],
);
const oddLine = fc.constantFrom(
  ...[
    "",
    ",",
    ",,",
    ",,,",
    "a",
    "a,2023-01-05",
    "a,2023-01-05,1,",
    "a,2023-01-05,1,2",
    '"a",2023-01-05,1',
    '"a" ,2023-01-05,1',
    ' "a",2023-01-05,1',
  ],
  ...[
    '"a""b",2023-01-05,1',
    '"a\nb",2023-01-05,1',
    'a"b",2023-01-05,1',
    '"a,2023-01-05,1',
    "a\rb,2023-01-05,1",
    "   ",
    "\ufeffa,2023-01-05,1",
  ],
  ...['a,"2023-01-05","1"', 'a,2023-01-05,""', "customer_id,date,amount", '""a,2023-01-05,1', '"a"b,2023-01-05,1'],
);

const cleanLine = fc.tuple(fc.constantFrom(...ids), cleanDate, cleanValue).map((fields) => fields.join(","));
const signedLine = fc
  .tuple(
    fc.constantFrom(...ids),
    cleanDate,
    fc.integer({ min: -500, max: 500 }).map((cents) => String(cents / 100)),
  )
  .map((fields) => fields.join(","));
const maliciousLine = fc.oneof(
  fc
    .tuple(fc.oneof(oddId, fc.constantFrom(...ids)), fc.oneof(oddDate, cleanDate), fc.oneof(oddValue, cleanValue))
    .map((fields) => fields.join(",")),
  oddLine,
);

const options = fc.record({
  unit: fc.constantFrom("day", "week", "month", "year", "hour"),
  grain: fc.constantFrom("day", "week", "month", "year", "hour", "none"),
  from: fc.constantFrom(undefined, "2023-03-01", "2023-03-01T12:00:00Z", "2024-09-15"),
  until: fc.constantFrom(undefined, "2024-10-01", "2024-10-01T12:00:00Z"),
  // Mondays that begin a year, and so every grain; the second lies after every log.
  split: fc.constantFrom(undefined, "2024-01-01", "2029-01-01"),
}) as fc.Arbitrary<Record<string, string | undefined>>;

const reading = fc.record({
  onBadRow: fc.constantFrom("skip", "stop"),
  returns: fc.constantFrom("net", "match", "drop", "stop"),
  anyId: fc.boolean(),
  order: fc.option(fc.constantFrom("customer_id", "date", "amount"), { nil: undefined }),
}) as fc.Arbitrary<object>;

/** Without the keys that are undefined, as `exactOptionalPropertyTypes` wants it. */
function given(record: Record<string, string | undefined>): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function iso(day: number): string {
  return new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
}

function logOf(lines: readonly string[], eol: string, final: boolean, before: readonly string[] = []): string {
  return [...before, "customer_id,date,amount", ...lines].join(eol) + (final ? eol : "");
}

const eols = fc.constantFrom("\n", "\r\n", "\r");
/** What Excel puts before the header. */
const preambles = fc.constantFrom([], [], ["sep=,"], ['"SEP=,"'], ["\ufeffsep=,"]);

describe("the engine makes the memory way's base, to the last bit", () => {
  it("of grains that are counted, or refuses what can't be counted with the same words", async () => {
    const counted = fc.record({
      grain: fc.constantFrom("day", "week", "month", "year", "hour"),
      split: fc.constantFrom(undefined, "2024-01-01"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cleanLine, { minLength: 1, maxLength: 60 }),
        counted,
        async (lines, { grain, split }) => {
          const options = { ...given({ grain, unit: grain, split }), discrete: true };
          await same({ bytes: logOf(lines, "\n", true), options });
        },
      ),
      { numRuns: 15 },
    );
    await same({
      bytes: logOf(["a,2023-01-31,5"], "\n", true),
      options: { grain: "month", unit: "week", discrete: true },
    });
  });

  it("of clean logs, by SQL alone", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cleanLine, { minLength: 1, maxLength: 60 }),
        eols,
        fc.boolean(),
        preambles,
        options,
        async (lines, eol, final, before, chosen) => {
          const reread = await same({ bytes: logOf(lines, eol, final, before), options: given(chosen) });
          expect(reread).toBeUndefined();
        },
      ),
      { numRuns: 20 },
    );
  });

  it("of logs with returns and zeros", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(signedLine, { minLength: 1, maxLength: 60 }),
        options,
        reading,
        async (lines, chosen, how) => {
          // Every third row once more.
          const copied = lines.filter((_, k) => k % 3 === 0);
          await same({ bytes: logOf([...lines, ...copied], "\n", true), options: given(chosen), reading: how });
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    ["epoch", (day: number) => String(1_672_531_200 + 86_400 * day)],
    ["epoch-ms", (day: number) => String(1000 * (1_672_531_200 + 86_400 * day))],
    ["excel", (day: number) => String(44_927 + day)],
    ["%y%m%d", (day: number) => iso(day).replaceAll("-", "").slice(2)],
    ["%d/%m/%y", (day: number) => iso(day).slice(2).split("-").reverse().join("/")],
  ])("of dates as %s, the same base as of plain ones", async (dateFormat, text) => {
    const log = (dateOf: (day: number) => string): string =>
      logOf(
        Array.from({ length: 40 }, (_, k) => `${ids[k % 7]},${dateOf((k * k) % 800)},${k + 1}.5`),
        "\n",
        true,
      );
    const bytes = log(text);
    await same({ bytes, reading: { dateFormat: parseDateFormat(dateFormat) } });
    const [plain, other] = [
      await inMemory("log.csv", log(iso), {}),
      await inMemory("log.csv", bytes, { reading: { dateFormat: parseDateFormat(dateFormat) } }),
    ];
    expect(other).toStrictEqual(plain);
  });

  it("of malicious logs, with the same complaints and rejected rows", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 3, arbitrary: cleanLine }, { weight: 1, arbitrary: maliciousLine }), {
          minLength: 1,
          maxLength: 20,
        }),
        eols,
        fc.oneof(
          preambles,
          fc.constantFrom(["sep=;"], ["sep=|"], ["sep=,", ""], ["", "sep=,"], ["sep=,\nx"], ["sep=,\r\nx"]),
        ),
        options,
        reading,
        async (lines, eol, before, chosen, how) => {
          await same({ bytes: logOf(lines, eol, true, before), options: given(chosen), reading: how });
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 70) },
    );
  });

  it("of logs with dates that stand alone, or after the clock's time", async () => {
    const usual = Array.from({ length: 200 }, (_, k) => {
      const date = new Date(Date.UTC(2023, 0, 1 + (k % 40))).toISOString().slice(0, 10);
      return `c${k % 90},${date},${1 + (k % 7)}`;
    });
    const stray = fc.constantFrom(
      "a,1900-01-01,5",
      "a,2203-05-01,5",
      "c1,2203-05-02,5",
      "b,2023-05-01,-2",
      "c1,1970-01-01,-1",
      "b,2203-01-01,x",
    );
    const bounds = fc.record({
      grain: fc.constantFrom("day", "hour", "none"),
      from: fc.constantFrom(undefined, undefined, "1980-01-01"),
      until: fc.constantFrom(undefined, undefined, "2024-10-01"),
      split: fc.constantFrom(undefined, undefined, "2023-02-01"),
    }) as fc.Arbitrary<Record<string, string | undefined>>;
    // Each of these lines alone, beside what is drawn: so that every count below is met.
    const alone = ["a,1900-01-01,5", "a,2203-05-01,5", "c1,2203-05-02,5", "c1,1970-01-01,-1"].map(
      (line): [string[], Record<string, string | undefined>, object] => [[line], { grain: "day" }, { returns: "net" }],
    );
    const found = { strayFirst: 0, strayLast: 0, future: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(stray, { maxLength: 2 }), bounds, reading, async (lines, chosen, how) => {
        const now = Date.UTC(2023, 1, 5);
        const bytes = logOf([...usual, ...lines], "\n", true);
        const test = { options: { ...given(chosen), now }, reading: { ...how, onBadRow: "skip" as const } };
        await same({ bytes, ...test });
        const { counts } = (await inMemory("log.csv", bytes, test)) as { counts?: { report: object } };
        for (const name of ["strayFirst", "strayLast", "future"] as const)
          if (counts && name in counts.report) found[name]++;
      }),
      { numRuns: 12, examples: alone },
    );
    expect(Math.min(...Object.values(found))).toBeGreaterThan(0);
  });
});
