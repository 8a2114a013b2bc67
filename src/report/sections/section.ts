import type { Child } from "../dom.ts";
import type { ReportData } from "../report-data.ts";

/** A chapter of the report. */
export interface Section {
  /** Anchor on the page. */
  readonly id: string;
  readonly title: string;
  /** What stands in it; undefined when the data have nothing to say about it. */
  render(data: ReportData): Child;
}
