import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    include: ["{app,mock-api}/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://tidemark.test/" } },
    setupFiles: ["test/setup.ts"],
    // Times are shown in the reader's zone: the tests' reader lives in UTC.
    env: { TZ: "UTC" },
    testTimeout: 30_000,
    // One environment for all files of a worker: setting one up costs more than the tests in it.
    isolate: false,
    maxWorkers: 2,
  },
});
