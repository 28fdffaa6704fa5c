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

  test("protects a machine whose image the workers see, by the keyboard alone", async () => {
    await logIn("tmk_mock", "/machines");
    await page.getByRole("button", { name: "Protect a machine" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Protect a machine" });
    await dialog.getByLabel("Machine").waitFor();
    await page.keyboard.type("mail-01");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.getByRole("option", { name: /scratch/ }).waitFor();
    await picture(page, "protect-choose");
    await page.keyboard.type("mail-01.q");
    await expect.poll(() => page.getByRole("option", { name: /images/ }).count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await dialog.getByLabel("Name").inputValue()).toBe("mail-01");
    await picture(page, "protect");
    await dialog.getByLabel("Name").press("Enter");

    await page.getByRole("heading", { name: "mail-01" }).waitFor();
    await picture(page, "machine-new");
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

  test("makes a token, shows it once, and revokes one", async () => {
    await logIn("tmk_mock", "/settings");
    await page.getByRole("row", { name: /^web1-hook/ }).waitFor();
    await picture(page, "tokens");
    await page.getByRole("button", { name: "Make a token" }).click();
    const form = page.getByRole("dialog", { name: "Make a token" });
    await form.getByLabel("Name").fill("nightly");
    await form.getByLabel("Role").selectOption("backup-only");
    await form.getByLabel("Bounded to").fill("env=test");
    await picture(page, "token-make");
    await form.getByRole("button", { name: "Make", exact: true }).click();
    const shown = page.getByRole("dialog", { name: "Token nightly" });
    await shown.getByText(/^tmk_mock-nightly/).waitFor();
    await picture(page, "token-made");
    await shown.getByRole("button", { name: "I have kept it" }).click();
    await page
      .getByRole("row", { name: /^nightly/ })
      .getByText("env=test")
      .waitFor();

    await page.getByRole("button", { name: "Revoke old-script" }).click();
    await picture(page, "token-revoke");
    await page.getByRole("button", { name: "Revoke the token" }).click();
    await expect.poll(() => page.getByRole("row", { name: /^old-script/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Use the dark look" }).click();
    await picture(page, "tokens-dark");
    await page.getByRole("button", { name: "Use the light look" }).click();
  });

  test("shows who may log in, and changes what they may", async () => {
    await logIn("tmk_mock", "/settings/users");
    await page.getByRole("row", { name: /^bo/ }).waitFor();
    await picture(page, "users");
    await page.getByRole("button", { name: "Add a user" }).click();
    await page.getByLabel("Name").waitFor();
    await picture(page, "user-add");
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Change bo" }).click();
    await page.getByLabel("Role").selectOption("viewer");
    await picture(page, "user-change");
    await page.getByRole("dialog").getByRole("button", { name: "Change", exact: true }).click();
    await page.getByRole("row", { name: /^bo viewer/ }).waitFor();
  });

  test("shows the audit trail and checks its chain", async () => {
    await logIn("tmk_mock", "/settings/audit");
    await page.getByRole("row", { name: /createMachine/ }).waitFor();
    await page.getByText("what was sent").last().click();
    await page.getByRole("button", { name: "Check the chain" }).click();
    await page.getByRole("status").getByText("intact up to entry 45").waitFor();
    await picture(page, "audit");
    await page.getByLabel("Who").fill("anna");
    await page.getByLabel("Who").press("Enter");
    await expect.poll(() => page.getByRole("row").count()).toBe(3);
  });

  test("tests a channel and adds a rule", async () => {
    await logIn("tmk_mock", "/settings/notifications");
    await page.getByRole("button", { name: "Test operators" }).click();
    await page.getByRole("alert").getByText("spring.mail.host").waitFor();
    await picture(page, "notifications");
    await page.getByRole("button", { name: "Add a channel" }).click();
    await page.getByLabel("Address").waitFor();
    await picture(page, "channel-add");
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Add a rule" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a rule" });
    await dialog.getByLabel("Name").fill("backups are lost");
    await dialog.getByLabel("failed").uncheck();
    await picture(page, "rule-add");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("row", { name: /^backups are lost all runs lost, recovered/ }).waitFor();
  });

  test("fits a telephone", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await logIn("tmk_mock", "/machines");
    await page.getByRole("row", { name: /^db-01/ }).waitFor();
    await picture(page, "machines-narrow");
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    await page.getByRole("button", { name: "Protect a machine" }).click();
    await page.getByRole("dialog", { name: "Protect a machine" }).getByLabel("Image").fill("/images/x.qcow2");
    await page.getByRole("button", { name: "Add a disk" }).click();
    await picture(page, "protect-narrow");
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("row", { name: /^web1-hook/ }).waitFor();
    await picture(page, "tokens-narrow");
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    const logOut = await page.getByRole("button", { name: "Log out" }).boundingBox();
    expect((logOut?.x ?? 0) + (logOut?.width ?? 0)).toBeLessThanOrEqual(390);
    await page.getByRole("link", { name: "Audit trail" }).click();
    await page.getByRole("row", { name: /createMachine/ }).waitFor();
    await picture(page, "audit-narrow");
    await page.getByRole("link", { name: "Notifications" }).click();
    await page.getByRole("row", { name: /^chat/ }).waitFor();
    await picture(page, "notifications-narrow");
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    await page.getByRole("link", { name: "Machines" }).click();
    await page.getByRole("link", { name: "Last run of busy-01: failed" }).click();
    await page.getByRole("heading", { name: "Backup of busy-01" }).waitFor();
    await picture(page, "run-narrow");
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
  });
});
