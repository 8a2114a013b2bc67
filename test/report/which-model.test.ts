import domino from "domino";
import { describe, expect, it } from "vitest";
import { drawWorld, TRUE_MODELS } from "../../bench/tournament/worlds.ts";
import { models } from "../../models/index.ts";
import { renderReport } from "../../src/report/render-report.ts";
import type { ReportData, ShownTournament } from "../../src/report/report-data.ts";
import { tournamentData } from "../../src/validate/actual-by-history.ts";
import { modelsNamed } from "../../src/validate/choose-model.ts";
import { tournament } from "../../src/validate/tournament.ts";
import { tournamentInNumbers } from "../../src/validate/tournament-in-numbers.ts";
import { sampleReport } from "./sample-report.ts";

const data = tournamentData(drawWorld(TRUE_MODELS[2]!, 400, 2).base);
const sample = sampleReport();
const { tracking } = sample.validation!;

function shown(withHoldout: boolean): ShownTournament {
  const held = tournament(withHoldout ? data : { histories: data.histories }, modelsNamed("auto", models), {
    passOver: true,
  });
  const numbers = tournamentInNumbers(held);
  const names = withHoldout ? numbers.contenders.slice(0, 3) : [];
  return { ...numbers, curves: names.map(({ model, title }) => ({ model, title, tracking })) };
}

async function chapterOf(report: ReportData): Promise<Element | null> {
  return domino.createDocument(await renderReport(report)).querySelector("#which-model");
}

/** The numbers of an element, in their order. */
function numbersIn(parent: Element, selector: string): number[] {
  return Array.from(parent.querySelectorAll(`${selector} data`), (element) => Number(element.getAttribute("value")));
}

describe("the chapter on the model", () => {
  it("shows every contender with all its measures, the actual total, the range, and the notices", async () => {
    const held = shown(true);
    const chapter = (await chapterOf({ ...sample, tournament: held }))!;
    const rows = held.contenders.flatMap(({ logLikelihood, deltaBic, alive, expected, forecast }) => [
      ...[logLikelihood, deltaBic, alive, expected],
      ...[forecast!.mae, forecast!.rmse, forecast!.logScore],
    ]);
    expect(numbersIn(chapter, ".scroll:not(details .scroll)")).toEqual(rows);
    const { actual, range, reason } = held;
    const told = range!.models > 1 ? [actual, range!.low, range!.high] : [actual];
    expect(numbersIn(chapter, "p")).toEqual(told);
    expect(chapter.textContent).toContain(reason);
    for (const { message } of held.notices) expect(chapter.textContent).toContain(message);
    expect(held.notices.map(({ name }) => name)).toContain("holdout-took-part");
  });

  it("draws the first three from the split on, and says so in numbers", async () => {
    const held = shown(true);
    const chapter = (await chapterOf({ ...sample, tournament: held }))!;
    const figure = chapter.querySelector("#tournament-tracking")!;
    const legend = Array.from(figure.querySelectorAll(".legend li"), (item) => item.textContent);
    expect(legend).toEqual(["Actual", ...held.curves.map(({ title }) => title)]);
    const [before, last] = [tracking.steps[38]!, tracking.steps.at(-1)!];
    const numbers = numbersIn(figure, "details");
    expect(numbers).toHaveLength(4 * (tracking.steps.length - 39));
    const expected = last.expectedCumulative - before.expectedCumulative;
    expect(numbers.slice(-4)).toEqual([last.actualCumulative - before.actualCumulative, expected, expected, expected]);
  });

  it("leaves out what only a holdout tells, and is absent where one model was named", async () => {
    const chapter = (await chapterOf({ ...sample, tournament: shown(false) }))!;
    expect(Array.from(chapter.querySelectorAll("th[scope=col]"), (head) => head.textContent)).toEqual([
      ...["Model", "Verdict", "Log-likelihood", "ΔBIC", "Alive"],
    ]);
    expect(chapter.querySelectorAll("figure")).toHaveLength(0);
    expect(Boolean(await chapterOf(sample))).toBe(false);
  });
});
