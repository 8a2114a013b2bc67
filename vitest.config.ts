import { defineConfig } from "vitest/config";

const endToEnd = ["test/system/**/*.test.ts", "test/docs/**/*.test.ts"];
/** Tests that put a module of their own in the place of one of ours. */
const mocked = ["test/**/*.mocked.test.ts"];
const scratch = "test/support/scratch.ts";
const draws = "test/support/draws.ts";

export default defineConfig({
  test: {
    // A test that asserts nothing always passes, and a test that needs another before it hides this need.
    expect: { requireAssertions: true },
    sequence: { shuffle: { files: false, tests: true } },
    // Vitest leaves one core free, half of the machine where there are two.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        // The files of one process share their modules: loading and warming them up again for each takes as long as the tests.
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...endToEnd, ...mocked],
          globalSetup: scratch,
          setupFiles: draws,
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "mocked", include: mocked, globalSetup: scratch, setupFiles: draws },
      },
      {
        extends: true,
        test: {
          name: "end-to-end",
          include: endToEnd,
          globalSetup: [scratch, "test/support/build.ts"],
          setupFiles: draws,
          // Most commands run in the process of the test, see `clvHere`.
          isolate: false,
        },
      },
    ],
  },
});
