import { readFile } from "node:fs/promises";
import react from "@vitejs/plugin-react";
import { type Connect, defineConfig, type Plugin } from "vite";

/** Serves MSW's worker from its package to whoever looks at the mock, so that no copy of it is kept or shipped. */
function mockWorker(): Plugin {
  const serve = ({ middlewares }: { middlewares: Connect.Server }) => {
    middlewares.use("/mockServiceWorker.js", async (_request, response) => {
      response.setHeader("Content-Type", "text/javascript");
      response.end(await readFile("node_modules/msw/lib/mockServiceWorker.js"));
    });
  };
  return { name: "tidemark-mock-worker", configureServer: serve, configurePreviewServer: serve };
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), mockWorker()],
  build: {
    outDir: "target/classes/static",
    emptyOutDir: true,
    // The first that know light-dark() in CSS; for older ones the build would take it apart, and the colours with it.
    target: ["chrome123", "edge123", "firefox120", "safari17.5"],
    // The dashboard is one bundle of a few hundred kilobytes: a second request would cost more than it saves.
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
  server: {
    host: "127.0.0.1",
    // In the mock nothing may reach a server, not even the last request of a page that is being closed.
    proxy: mode === "mock" ? undefined : { "/api": process.env.TIDEMARK_SERVER ?? "http://127.0.0.1:8080" },
  },
}));
