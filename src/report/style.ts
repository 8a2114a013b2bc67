/** The page's one style sheet. Colours are the Okabe-Ito blue and vermilion, darkened or lightened to a contrast of at least 4.5. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f5; --card: #ffffff; --ink: #1c2128; --muted: #5a6472; --line: #dfe1e5;
  --model: #0a66a8; --alarm: #a8430a; --bar: #b4c3d3;
  --shade-0: #eef3f8; --shade-1: #d3e2ef; --shade-2: #a9c8e0; --shade-3: #6ea4cb; --shade-4: #2f7bb0; --shade-5: #0d5488;
  --on-shade-0: #1c2128; --on-shade-1: #1c2128; --on-shade-2: #1c2128; --on-shade-3: #0b1016; --on-shade-4: #ffffff; --on-shade-5: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161b; --card: #1a2027; --ink: #e8eaed; --muted: #9ba6b3; --line: #323a44;
    --model: #62b3ee; --alarm: #f09a66; --bar: #4a6079;
    --shade-0: #1f2730; --shade-1: #233a4f; --shade-2: #28527a; --shade-3: #3277ae; --shade-4: #62a9dc; --shade-5: #b5d9f3;
    --on-shade-0: #e8eaed; --on-shade-1: #e8eaed; --on-shade-2: #ffffff; --on-shade-3: #ffffff; --on-shade-4: #0b1016; --on-shade-5: #0b1016;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
data, td, .tile strong { font-variant-numeric: tabular-nums; }
a { color: var(--model); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--model); outline-offset: 2px; border-radius: 2px; }
.page { max-width: 80rem; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; display: grid; grid-template-columns: 13rem minmax(0, 61rem); column-gap: 3rem; justify-content: center; }
header { grid-column: 2; }
nav { grid-row: 1 / span 2; font-size: 0.875rem; }
nav .sticky { position: sticky; top: 2.5rem; }
nav h2 { margin: 0 0 0.5rem; font-size: 0.8125rem; color: var(--muted); font-weight: 600; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { margin: 0; }
nav a { display: block; padding: 0.22rem 0; color: var(--muted); text-decoration: none; }
nav a:hover { color: var(--ink); text-decoration: underline; }
main { grid-column: 2; min-width: 0; }
h1 { font-size: 2.125rem; line-height: 1.15; letter-spacing: -0.015em; margin: 0.25rem 0 0.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 0.5rem; }
h3 { font-size: 1.0625rem; line-height: 1.4; margin: 0 0 0.25rem; }
p { margin: 0 0 0.75rem; max-width: 42rem; }
.kicker { color: var(--muted); font-size: 0.875rem; font-weight: 600; margin: 0; }
.lead { font-size: 1.125rem; line-height: 1.5; color: var(--muted); margin: 0; }
.quiet { color: var(--muted); font-size: 0.875rem; }
section { margin-top: 3.5rem; }
section > h3 { margin-top: 2rem; }
section > h2 + h3 { margin-top: 1rem; }
section > h2 { padding-top: 1.25rem; border-top: 1px solid var(--line); }
.advice { max-width: 42rem; margin: 0 0 0.75rem; padding-left: 1.25rem; font-size: 1.0625rem; }
.advice li + li { margin-top: 0.5rem; }
.notice { max-width: 47rem; border-left: 4px solid var(--muted); background: var(--card); padding: 0.75rem 1rem; margin: 1rem 0; border-radius: 0 6px 6px 0; }
.notice.warning { border-left-color: var(--alarm); }
.notice p { margin: 0; }
.notice p + p { color: var(--muted); font-size: 0.9375em; margin-top: 0.25rem; }
.tiles { max-width: 47rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin: 1.25rem 0 1rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.125rem; }
.tile h3 { font-size: 0.875rem; color: var(--muted); font-weight: 600; margin: 0; }
.tile strong { display: block; font-size: 2rem; line-height: 1.25; letter-spacing: -0.02em; font-weight: 650; }
.tile { display: flex; flex-direction: column; }
.tile p { font-size: 0.875rem; color: var(--muted); margin: 0.125rem 0 0.75rem; line-height: 1.45; }
.tile dl { margin: auto 0 0; display: grid; grid-template-columns: auto 1fr; gap: 0.125rem 0.75rem; font-size: 0.875rem; }
.tile dt { margin: 0; font-weight: 400; color: var(--muted); }
.tile dd { margin: 0; text-align: right; }
.tile .interval { color: var(--ink); }
.pair th { white-space: normal; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 2.5rem; align-items: start; }
figure { max-width: 47rem; margin: 1.5rem 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.375rem 0.875rem; }
figcaption p { color: var(--muted); font-size: 0.875rem; line-height: 1.5; margin: 0 0 0.75rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 0.25rem; padding: 0; font-size: 0.875rem; }
.legend svg { margin-right: 0.375rem; vertical-align: -1px; }
.chart { display: block; width: 100%; height: auto; overflow: visible; font-size: 12px; font-family: inherit; }
.chart text { white-space: pre; }
.chart.narrow { display: none; }
details { margin-top: 0.5rem; font-size: 0.875rem; }
summary { cursor: pointer; color: var(--muted); padding: 0.25rem 0; width: fit-content; }
summary:hover { color: var(--ink); }
.scroll { overflow-x: auto; margin: 0.5rem 0 0.75rem; }
details .scroll { max-height: 24rem; overflow: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; }
th, td { text-align: left; padding: 0.4rem 0.5rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
figure .dense { font-size: 0.75rem; }
.dense th:not(:last-child), .dense td:not(:last-child) { padding-right: 0.3rem; }
figure tbody th { white-space: normal; }
thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; border-bottom-color: var(--muted); white-space: normal; }
tbody th { font-weight: 500; }
.prose { display: block; white-space: normal; min-width: 9rem; }
td .prose { min-width: 19rem; }
.number { text-align: right; }
.number + :not(.number) { padding-left: 0.75rem; }
.id { display: block; min-width: 6rem; max-width: 14rem; overflow-wrap: anywhere; white-space: normal; }
.interval { color: var(--muted); white-space: nowrap; }
.meter { display: inline-block; vertical-align: middle; margin-right: 0.5rem; }
dl { margin: 1rem 0; }
dt { font-weight: 600; margin-top: 0.75rem; }
dd { margin: 0.125rem 0 0; color: var(--muted); max-width: 42rem; }
footer { grid-column: 2; margin-top: 4rem; color: var(--muted); font-size: 0.8125rem; border-top: 1px solid var(--line); padding-top: 1rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; }
@media (max-width: 74rem) {
  .page { grid-template-columns: minmax(0, 61rem); }
  nav, header, main, footer { grid-column: 1; grid-row: auto; }
  header { order: -1; }
  nav { margin-top: 1.5rem; }
  nav .sticky { position: static; }
  nav ol { columns: 2; column-gap: 1.5rem; }
}
@media (max-width: 40rem) {
  .page { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.75rem; }
  h2 { font-size: 1.3125rem; }
  .lead { font-size: 1rem; }
  section { margin-top: 2.5rem; }
  .tiles { grid-template-columns: minmax(0, 1fr); gap: 0.625rem; }
  .pair { grid-template-columns: minmax(0, 1fr); }
  figure { margin: 1rem -1rem; border-radius: 0; border-width: 1px 0; padding: 1rem 1rem 0.75rem; }
  .chart.wide { display: none; }
  .chart.narrow { display: block; }
  .page nav a { padding: 0.4rem 0; }
}
@page { margin: 1.4cm; }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --card: #ffffff; --ink: #000000; --muted: #444a52; --line: #cccccc;
    --model: #0a66a8; --alarm: #a8430a; --bar: #b4c3d3;
    --shade-0: #eef3f8; --shade-1: #d3e2ef; --shade-2: #a9c8e0; --shade-3: #6ea4cb; --shade-4: #2f7bb0; --shade-5: #0d5488;
    --on-shade-0: #1c2128; --on-shade-1: #1c2128; --on-shade-2: #1c2128; --on-shade-3: #0b1016; --on-shade-4: #ffffff; --on-shade-5: #ffffff;
  }
  body { font-size: 10.5pt; print-color-adjust: exact; }
  .page { display: block; padding: 0; }
  nav, .skip, figure details { display: none; }
  summary { list-style: none; break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  section { margin-top: 2rem; }
  figure, .tile, tr, p, .notice { break-inside: avoid; }
  h2, h2 + p, h3, section > h3 + p, dt, figcaption { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
  .chart.wide { display: block; }
  .chart.narrow { display: none; }
  .scroll, details .scroll { overflow: visible; max-height: none; }
}
`;
