import { type Child, h } from "./dom.ts";
import { aheadText, countText, dateText } from "./number-text.ts";
import type { ReportData } from "./report-data.ts";
import { advice } from "./sections/advice.ts";
import { best } from "./sections/best.ts";
import { cautions } from "./sections/cautions.ts";
import { alivePath, calibration, concentration, repeats, spend, surface, tracking } from "./sections/charts.ts";
import { definitions } from "./sections/definitions.ts";
import { headline } from "./sections/headline.ts";
import { models } from "./sections/models.ts";
import { cohorts, months } from "./sections/months.ts";
import { moves, signs } from "./sections/moves.ts";
import { noDropout } from "./sections/no-dropout.ts";
import { reading } from "./sections/reading.ts";
import { season } from "./sections/season.ts";
import type { Section } from "./sections/section.ts";
import { slipping } from "./sections/slipping.ts";
import { value } from "./sections/value.ts";
import { stillHolds } from "./sections/watch.ts";
import { whichModel } from "./sections/which-model.ts";
import { STYLE } from "./style.ts";

/** The story, for a manager first, then for a statistician. */
const SECTIONS: readonly Section[] = [
  advice,
  cautions,
  headline,
  best,
  slipping,
  noDropout,
  value,
  months,
  cohorts,
  moves,
  signs,
  surface,
  tracking,
  stillHolds,
  calibration,
  repeats,
  spend,
  concentration,
  alivePath,
  season,
  whichModel,
  models,
  reading,
  definitions,
];

/**
 * The report as one self-contained HTML page: no script, no network, no file beside it.
 *
 * The page is built as a tree and serialised at the end, so data always stay text. The policy in its head lets the page load nothing and
 * run nothing; its one style sheet is allowed by its hash.
 */
export async function renderReport(data: ReportData): Promise<string> {
  const chapters = chaptersOf(data);
  const page = h(
    "html",
    { lang: "en" },
    h(
      "head",
      {},
      h("meta", { charset: "utf-8" }),
      h("meta", { "http-equiv": "Content-Security-Policy", content: await policy() }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "generator", content: data.writtenBy }),
      h("title", {}, `Customer lifetime value: ${data.title}`),
      h("style", {}, STYLE),
    ),
    h(
      "body",
      {},
      h("a", { class: "skip", href: "#main" }, "Skip to the report"),
      h(
        "div",
        { class: "page" },
        contents(chapters),
        header(data),
        h(
          "main",
          { id: "main" },
          chapters.map(({ id, title, content }) =>
            h("section", { id, "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), content),
          ),
        ),
        h("footer", {}, `Written by ${data.writtenBy}. This page works offline and sends nothing anywhere.`),
      ),
    ),
  );
  return `<!doctype html>\n${page.outerHTML}\n`;
}

/** The existing chapters, with their contents. */
export function chaptersOf(data: ReportData) {
  return SECTIONS.map((section) => ({ ...section, content: section.render(data) })).filter(
    ({ content }) => content !== undefined,
  );
}

function header(data: ReportData): HTMLElement {
  const { base } = data;
  const period = base.from && base.until ? `, ${dateText(base.from)} to ${dateText(base.until)}` : "";
  return h(
    "header",
    {},
    h("p", { class: "kicker" }, "Customer lifetime value"),
    h("h1", {}, h("bdi", {}, data.title)),
    h(
      "p",
      { class: "lead" },
      `${countText(base.customers)} customers${period}, and what to expect of them in the next ${aheadText(data.horizon)}.${base.until ? ` All numbers are as of ${dateText(base.until)} where no other time is given.` : ""}`,
    ),
  );
}

function contents(chapters: readonly Pick<Section, "id" | "title">[]): HTMLElement {
  return h(
    "nav",
    { "aria-label": "Contents" },
    h(
      "div",
      { class: "sticky" },
      h(
        "ol",
        {},
        chapters.map(({ id, title }): Child => h("li", {}, h("a", { href: `#${id}` }, title))),
      ),
    ),
  );
}

async function policy(): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(STYLE));
  return `default-src 'none'; style-src 'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'; base-uri 'none'; form-action 'none'`;
}
