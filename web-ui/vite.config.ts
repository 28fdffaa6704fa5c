import { readFile } from "node:fs/promises";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Serves MSW's worker from its package while developing, so that no copy of it is kept or shipped. */
function mockWorker(): Plugin {
  return {
    name: "tidemark-mock-worker",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use("/mockServiceWorker.js", async (_request, response) => {
        response.setHeader("Content-Type", "text/javascript");
        response.end(await readFile("node_modules/msw/lib/mockServiceWorker.js"));
      });
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), mockWorker()],
  build: {
    outDir: "target/classes/static",
    emptyOutDir: true,
    target: "es2023",
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
