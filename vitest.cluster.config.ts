import { defineConfig } from "vitest/config";

/** Tests on a Trino of three nodes, which they start; apart from `npm test`, because that takes a JDK and minutes. */
export default defineConfig({
  test: {
    name: "cluster",
    include: ["test/cluster/**/*.cluster.ts"],
    expect: { requireAssertions: true },
    fileParallelism: false,
    // Statements that run beside each other; two cores do no more.
    maxConcurrency: 4,
    testTimeout: 240_000,
    hookTimeout: 420_000,
    // Three servers end.
    teardownTimeout: 60_000,
    globalSetup: ["test/support/scratch.ts", "test/cluster/server.ts"],
  },
});
