import { expect, it } from "vitest";
import { reportLog } from "../../src/cli/text/log.ts";
import { type SummarizeOptions, summarize } from "../../src/data/summarize.ts";
import { logNotices } from "../../src/run/log-notices.ts";
import { logInNumbers, readingOf } from "../../src/run/log-reading.ts";
import { readLog } from "../support/log.ts";

async function told(text: string, reading: object = {}, options: Partial<SummarizeOptions> = {}) {
  const log = await readLog(text, { onBadRow: "skip", ...reading });
  const { report } = summarize(log, { unit: "day", ...options });
  const read = { read: log.report, summary: report, grain: "day" } as const;
  const notices = logNotices(read);
  const messages = notices.map(({ message, advice }) => `${message} ${advice}`);
  const page = readingOf(read, notices);
  return {
    text: reportLog("log", "memory", read),
    messages,
    page,
    json: logInNumbers(read),
  };
}

const log = "customer,date,amount\na,2024-01-01,10\na,2024-01-01,5\na,2024-01-03,-4\n,2024-01-03,35\nb,2024-01-04,2\n";

it("every count of rows comes with its money, on the console, the page and in JSON", async () => {
  const { text, page, json } = await told(log);
  expect(text).toMatch(/rows read +5 {2}worth 48\.00/);
  expect(text).toMatch(/purchases +2 {2}worth 17\.00/);
  expect(text).toMatch(/rejected +1 {2}worth 35\.00/);
  expect(text).toMatch(/cancelled by returns +1 {2}worth -4\.00/);
  expect(page).toMatchObject({ value: 48, purchasesValue: 17 });
  expect(page.leftOut).toContainEqual({ what: "rejected", rows: 1, value: 35 });
  expect(json).toMatchObject({ value: { rejected: 35, used: 17, merged: 15, returns: 4, returnsUnused: 4 } });
});

it("a return without a purchase on its day is told for what it did: nothing, unless matched", async () => {
  const net = (await told(log)).messages.join("\n");
  expect(net).toContain("Of 1 return worth 4.00, 0 lowered purchases of the same day; 1 day ended at 0 or below");
  expect(net).toContain(
    "4.00 of returned value lowered nothing: it exceeds the value of its day. If returns come on later days",
  );
  expect(net).toContain("The 1 rejected row is worth 35.00, 72.9 % of that read.");
  const match = (await told(log, { returns: "match" })).messages.join("\n");
  expect(match).toContain("Of 1 return worth 4.00, 4.00 lowered purchases of the same day or earlier");
  expect(match).not.toContain("lowered nothing");
});

it("a log without values has no money", async () => {
  const { text, page } = await told("customer,date\na,2024-01-01\n");
  expect(text).not.toContain("worth");
  expect(page).not.toHaveProperty("value");
});

it("values that rounding changes are told with the way out", async () => {
  const { messages } = await told("customer,date,total amount\na,2024-01-01,0.0000115\n", { value: "total amount" });
  expect(messages.join("\n")).toContain(
    "Rounding to millionths changed 1 value below 0.005 by more than 0.01 %. Use a smaller unit of money: --value '1000 * \"total amount\"'.",
  );
});

it("dates after today are told", async () => {
  const { messages } = await told(log, {}, { now: Date.UTC(2024, 0, 2) });
  expect(messages.join("\n")).toContain("2 rows with a date after today, up to 2024-01-04.");
});
