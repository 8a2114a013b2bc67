import { run } from "clv/node";

// The whole way from a log of any size, without a file: half a minute at most, and a line for each step.
const { base, model, scores, holdout, notices } = await run("datasets/cdnow-like/log.csv", {
  unit: "week",
  split: "1997-10-01",
  model: "bg-nbd", // left out: the models compete
  threads: 2,
  onStep: ({ name, seconds }) => console.log(`${name}: ${seconds.toFixed(1)} s`),
  signal: AbortSignal.timeout(30_000),
});

base.customers; // 2357
model.purchase.model.name; // "bg-nbd"
scores.horizon; // { amount: 1, unit: "year" }
scores.best.length; // 10
[holdout!.fittedUntil, holdout!.until, base.until]; // ["1997-09-30", "1998-06-30", "1998-06-30"]
notices.map(({ name }) => name); // ["until-from-log", "split"]
