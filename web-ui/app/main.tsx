import "@mantine/core/styles.css";
import "./app.css";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { App } from "./App";
import { routes } from "./routes";

if (import.meta.env.MODE === "mock") {
  const { startMock } = await import("../mock-api/browser");
  await startMock();
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(<App router={createBrowserRouter(routes)} />);
