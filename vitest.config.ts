import { defineConfig } from "vitest/config";

const endToEnd = ["test/system/**/*.test.ts", "test/docs/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: "unit", include: ["test/**/*.test.ts"], exclude: endToEnd } },
      { extends: true, test: { name: "end-to-end", include: endToEnd, globalSetup: "test/support/build.ts" } },
    ],
  },
});
