import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser to drive: `CHROMIUM`, or where distributions put one; undefined when there is none. */
export const chromiumPath: string | undefined = [process.env.CHROMIUM ?? "", ...PLACES].find(existsSync);

const FLAGS = [
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Chromium refuses its sandbox to root, as in a container.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** The dashboard, bundled as it is shipped but with its mocked server in it, and a browser to look at it. */
export class Dashboard {
  readonly #server: PreviewServer;
  readonly #context: BrowserContext;
  readonly #folder: string;
  readonly origin: string;
  /** What the pages complained about in their consoles. */
  readonly complaints: string[] = [];

  private constructor(server: PreviewServer, context: BrowserContext, folder: string, origin: string) {
    this.#server = server;
    this.#context = context;
    this.#folder = folder;
    this.origin = origin;
  }

  static async open(executablePath: string): Promise<Dashboard> {
    const folder = mkdtempSync(join(tmpdir(), "tidemark-dashboard-"));
    const outDir = join(folder, "bundle");
    await build({ mode: "mock", logLevel: "error", build: { outDir } });
    const server = await preview({
      mode: "mock",
      logLevel: "error",
      build: { outDir },
      preview: { host: "127.0.0.1", port: 0 },
    });
    const origin = server.resolvedUrls?.local[0];
    if (origin === undefined) throw new Error("Vite did not say where it listens");
    const context = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath,
      args: FLAGS,
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
      timezoneId: "UTC",
    });
    return new Dashboard(server, context, folder, origin.replace(/\/$/, ""));
  }

  async page(): Promise<Page> {
    const page = await this.#context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    return page;
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Keeps a picture for a person to look at, when `TIDEMARK_SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.TIDEMARK_SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  // Dialogs and menus fade in.
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
