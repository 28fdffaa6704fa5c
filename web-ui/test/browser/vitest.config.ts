import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/browser/*.browser.ts"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One browser at a time: the pages share one mocked server's pace, not its data.
    fileParallelism: false,
  },
});
