import { defineConfig } from "vitest/config";

const endToEnd = ["test/system/**/*.test.ts", "test/docs/**/*.test.ts"];
const scratch = "test/support/scratch.ts";

export default defineConfig({
  test: {
    // A test that asserts nothing passes whatever is broken, and one that needs another before it hides what it needs.
    expect: { requireAssertions: true },
    sequence: { shuffle: { files: false, tests: true } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: endToEnd, globalSetup: scratch },
      },
      {
        extends: true,
        test: { name: "end-to-end", include: endToEnd, globalSetup: [scratch, "test/support/build.ts"] },
      },
    ],
  },
});
