import "@mantine/core/styles.css";
import "./app.css";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { App } from "./App";
import { adoptSession } from "./api/client";
import { routes } from "./routes";

if (import.meta.env.MODE === "mock") {
  const { startMock } = await import("../mock-api/browser");
  await startMock();
}

try {
  await adoptSession();
} catch {
  // The server does not answer now: the log-in page says so to whoever tries.
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(<App router={createBrowserRouter(routes)} />);
