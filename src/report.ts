/**
 * `clv/report`: one HTML page with the results of `clv`. Pure like `clv`, and separate from it because the chart
 * library takes a moment to load.
 */
export { buildReportData } from "./report/build/build-report-data.ts";
export { purchaseTimes } from "./report/build/purchase-times.ts";
export type { ReportInput } from "./report/build/report-input.ts";
export { renderReport } from "./report/render-report.ts";
export type { Bounds, Quantity, ReportData } from "./report/report-data.ts";
