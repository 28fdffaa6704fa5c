import { writeSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromiumPath, Dashboard, picture } from "./browser";

if (chromiumPath === undefined) {
  writeSync(
    2,
    "SKIPPED: the dashboard's browser tests, for want of Chromium (Debian: apt-get install chromium)\n",
  );
}

describe.skipIf(chromiumPath === undefined)("the dashboard in a browser", () => {
  let dashboard: Dashboard;
  let page: Page;

  beforeAll(async () => {
    dashboard = await Dashboard.open(chromiumPath ?? "");
  });
  afterAll(() => dashboard?.close());
  beforeEach(async () => {
    page = await dashboard.page();
  });
  afterEach(async () => {
    await page.close();
    expect(dashboard.complaints).toEqual([]);
  });

  async function logIn(token: string, path = "/") {
    await page.goto(dashboard.origin + path);
    await page.getByLabel("API token").fill(token);
    await page.getByRole("button", { name: "Log in" }).click();
  }

  function widthOf(shown: Page): Promise<number> {
    return shown.evaluate(() => document.documentElement.scrollWidth);
  }

  test("logs in and lists the machines", async () => {
    await page.goto(dashboard.origin);
    await page.getByLabel("API token").waitFor();
    const brand = page.getByRole("heading", { name: "Tidemark" });
    expect(await brand.evaluate((element) => getComputedStyle(element).color)).toBe("rgb(11, 110, 133)");
    await picture(page, "login");

    await logIn("tmk_mock");

    await page.getByRole("row", { name: /^db-01/ }).waitFor();
    await page.getByText("server 0.1.0-mock").waitFor();
    await picture(page, "machines");
  });

  test("says what to do on an empty server", async () => {
    await logIn("tmk_empty");

    await page.getByText("No machine is protected yet").waitFor();
    await page.getByText("There is no repository yet").first().waitFor();
    await picture(page, "machines-empty");
  });

  test("backs up, shows the run live, and lists the new point", async () => {
    await logIn("tmk_mock", "/machines");
    await page.getByRole("button", { name: "Back up now: web-01" }).click();
    await page.getByRole("menuitem", { name: "main" }).waitFor();
    await picture(page, "back-up-menu");
    await page.getByRole("menuitem", { name: "main" }).click();

    await page.getByRole("heading", { name: "Backup of web-01" }).waitFor();
    await page.getByRole("status", { name: "Connection" }).getByText("live").waitFor();
    await page.getByRole("group", { name: "Uploaded" }).getByText("/s").waitFor();
    await picture(page, "run-live");
    await page.getByRole("main").getByText("succeeded").first().waitFor({ timeout: 30_000 });
    await page
      .getByRole("log", { name: "Log" })
      .getByText(/Committed point/)
      .waitFor();
    await picture(page, "run-succeeded");

    await page.getByRole("link", { name: "web-01" }).click();
    await page.getByRole("table", { name: "Points" }).getByText("just now").waitFor();
    await picture(page, "machine");
  });

  test("cancels a run", async () => {
    await logIn("tmk_mock", "/machines");
    await page.getByRole("button", { name: "Back up now: db-01" }).click();
    await page.getByRole("menuitem", { name: "offsite" }).click();
    await page.getByRole("button", { name: "Cancel run" }).click();
    await page.getByRole("dialog", { name: "Cancel: Backup of db-01" }).waitFor();
    await picture(page, "cancel");
    await page.getByRole("button", { name: "Cancel the run" }).click();

    await page.getByRole("alert").getByText("Nothing was committed").waitFor();
    await picture(page, "run-cancelled");
  });

  test("shows why a run failed and what to do", async () => {
    await logIn("tmk_mock", "/runs");
    await page
      .getByRole("row", { name: /busy-01 failed/ })
      .getByRole("link", { name: "Backup" })
      .click();

    await page.getByRole("alert").getByText("image-busy").waitFor();
    await page.getByText("Shut the machine down").waitFor();
    await picture(page, "run-failed");
  });

  test("restores a disk of a point", async () => {
    await logIn("tmk_mock", "/machines");
    await page.getByRole("link", { name: "db-01", exact: true }).click();
    await page
      .getByRole("button", { name: /^Restore point of/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog", { name: "Restore db-01" });
    await dialog.getByLabel("Disk").selectOption("data");
    await dialog.getByLabel("Target path").fill("/var/lib/libvirt/images/data-restored.img");
    await dialog.getByText("raw (sparse)").click();
    await dialog.getByText("--format raw").waitFor();
    await picture(page, "restore");
    await dialog.getByRole("button", { name: "Restore", exact: true }).click();

    await page.getByRole("heading", { name: "Restore of db-01" }).waitFor();
    await page.getByRole("main").getByText("succeeded").first().waitFor({ timeout: 30_000 });
    await picture(page, "restore-run");
  });

  test("narrows the runs, and looks right in the dark", async () => {
    await logIn("tmk_mock", "/runs");
    await page.getByRole("table", { name: "Runs" }).waitFor();
    await picture(page, "runs");
    await page.getByLabel("State").selectOption("warning");
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    await page.getByRole("button", { name: "Use the dark look" }).click();
    await picture(page, "runs-dark");
    await page.getByRole("link", { name: "Machines" }).first().click();
    await page.getByRole("table", { name: "Machines" }).waitFor();
    await picture(page, "machines-dark");
    await page.getByRole("button", { name: "Use the light look" }).click();
  });

  test("fits a telephone", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await logIn("tmk_mock", "/machines");
    await page.getByRole("row", { name: /^db-01/ }).waitFor();
    await picture(page, "machines-narrow");
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    await page.getByRole("link", { name: "Last run of busy-01: failed" }).click();
    await page.getByRole("heading", { name: "Backup of busy-01" }).waitFor();
    await picture(page, "run-narrow");
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
  });
});
