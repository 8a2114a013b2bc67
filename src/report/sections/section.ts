import type { Child } from "../dom.ts";
import type { ReportData } from "../report-data.ts";

/** A chapter of the report. */
export interface Section {
  /** Anchor on the page. */
  readonly id: string;
  readonly title: string;
  /** The contents. Undefined if the data have nothing to show. */
  render(data: ReportData): Child;
}
