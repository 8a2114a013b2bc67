/**
 * `clv/report`: one HTML page to look at, from what `clv` found. Pure like `clv`, and apart from it because the drawing library takes
 * a moment to load.
 */
export { buildReportData } from "./report/build/build-report-data.ts";
export { purchaseTimes } from "./report/build/purchase-times.ts";
export type { ReportInput } from "./report/build/report-input.ts";
export { renderReport } from "./report/render-report.ts";
export type { Bounds, Quantity, ReportData } from "./report/report-data.ts";
