import { HttpResponse, http } from "msw";
import type { Machine, Permission, Role, Run, StartRestore, StartRun } from "../app/api/types";
import { isActive } from "../app/run/runState";
import { type Ask, matches, notFound, one, page, problem } from "./answers";
import { MockCatalog } from "./catalog";
import { coverageOf } from "./coverage";
import { createMachine, listImages, listPools } from "./machines";
import { emptySeed, farmSeed } from "./seed";
import { settingsHandlers } from "./settings";

/** Tokens that the mock knows; every other one is refused. `brokenProxy` gets no answer of Tidemark's own. */
export const MOCK_TOKENS = { farm: "tmk_mock", empty: "tmk_empty", brokenProxy: "tmk_proxy" } as const;

const MOCK_CSRF = "mock-csrf";
const MOCK_CSRF_OF_COOKIE = { header: "X-CSRF-TOKEN", token: MOCK_CSRF } as const;

const READING: readonly Permission[] = ["watch", "read", "delegate"];
const PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: READING,
  "backup-only": ["watch", "backup", "delegate"],
  operator: [...READING, "backup", "run", "restore"],
  admin: [...READING, "backup", "run", "restore", "prune", "configure", "administer"],
};

export class MockApi {
  readonly farm: MockCatalog;
  readonly empty: MockCatalog;
  /** Whether a session was ended as it has to be. */
  ended = false;
  #ending = new AbortController();
  #password: string | null = null;
  #role: Role = "admin";

  constructor(now: () => number = Date.now) {
    this.farm = new MockCatalog(farmSeed(now()), now);
    this.empty = new MockCatalog(emptySeed(), now);
  }

  /** From now on one can log in with this password, and has this role; without it only tokens let in. */
  letIn(password: string, role: Role): void {
    this.#password = password;
    this.#role = role;
  }

  #session(csrf: { header: string; token: string } | null) {
    return {
      name: "admin",
      role: this.#role,
      permissions: PERMISSIONS[this.#role],
      bounds: {},
      means: csrf === null ? "token" : "password",
      csrf,
      endsAt: null,
      serverVersion: "0.1.0-mock",
    };
  }

  /** Ends the event streams that are open, as a server that restarts does. */
  dropStreams(): void {
    this.#ending.abort();
    this.#ending = new AbortController();
  }

  handlers() {
    const at = (path: string) => `*/api/v1/${path}`;
    const answer = (respond: (catalog: MockCatalog, ask: Ask) => Response | Promise<Response>) => {
      return ({ request, params }: { request: Request; params: Ask["params"] }) => {
        const catalog = this.#catalogOf(request);
        return catalog instanceof Response
          ? catalog
          : respond(catalog, { request, params, url: new URL(request.url) });
      };
    };
    return [
      http.get(
        at("session"),
        answer((_catalog, { request }) =>
          HttpResponse.json(this.#session(request.headers.has("Authorization") ? null : MOCK_CSRF_OF_COOKIE)),
        ),
      ),
      http.get(at("session/ways"), () =>
        HttpResponse.json({
          password: this.#password !== null,
          providers:
            this.#password === null ? [] : [{ name: "Company account", path: "/oauth2/authorization/mock" }],
          loggedIn: false,
        }),
      ),
      http.post(at("session"), async ({ request }) => {
        const sent = (await request.json()) as { name: string; password: string };
        return this.#password !== null && sent.password === this.#password
          ? HttpResponse.json(this.#session(MOCK_CSRF_OF_COOKIE), { status: 201 })
          : problem(401, "log-in-failed", "Name and password do not fit", "There is no such user.");
      }),
      http.delete(at("session"), ({ request }) => {
        this.ended = request.headers.get("X-CSRF-TOKEN") === MOCK_CSRF;
        return new HttpResponse(null, { status: 204 });
      }),
      http.get(at("machines"), answer(listMachines)),
      http.post(at("machines"), answer(createMachine)),
      http.get(at("pools"), answer(listPools)),
      http.get(at("pools/:name/images"), answer(listImages)),
      http.get(at("machines/:id/coverage"), answer(listCoverage)),
      http.get(
        at("machines/:id"),
        answer((catalog, { params }) => one(catalog.machines, params.id, "machine")),
      ),
      ...settingsHandlers(at, answer),
      http.get(
        at("repositories"),
        answer((catalog, { url }) => page(catalog.repositories, url)),
      ),
      http.get(at("points"), answer(listPoints)),
      http.get(
        at("points/:id"),
        answer((catalog, { params }) => one(catalog.points, params.id, "point")),
      ),
      http.get(at("runs"), answer(listRuns)),
      http.post(at("runs"), answer(startRun)),
      http.get(
        at("runs/:id"),
        answer((catalog, { params }) => one(catalog.runs, params.id, "run")),
      ),
      http.get(at("runs/:id/log"), answer(readLog)),
      http.get(at("runs/:id/verdicts"), answer(readVerdicts)),
      http.post(at("runs/:id/cancel"), answer(cancelRun)),
      http.post(at("restores"), answer(startRestore)),
      http.get(
        at("events"),
        answer((catalog, ask) => events(catalog, ask, this.#ending.signal)),
      ),
    ];
  }

  #catalogOf(request: Request): MockCatalog | Response {
    const token = request.headers.get("Authorization")?.replace(/^Bearer /, "");
    switch (token) {
      case MOCK_TOKENS.farm:
        return this.farm;
      case MOCK_TOKENS.empty:
        return this.empty;
      case MOCK_TOKENS.brokenProxy:
        return new HttpResponse("upstream connect error", { status: 502, statusText: "Bad Gateway" });
      default:
        if (token === undefined && this.#password !== null) return this.farm;
        return problem(
          401,
          "unauthorized",
          "Not logged in",
          "The token is not known to this server. Check for missing letters.",
        );
    }
  }
}

function listMachines(catalog: MockCatalog, { url }: Ask): Response {
  const labels = url.searchParams.getAll("label");
  const unreadable = labels.findIndex((label) => !label.includes("="));
  if (unreadable >= 0) {
    return problem(400, "validation-failed", "The request is not valid", "1 field is wrong.", [
      { field: `label[${unreadable}]`, message: "must be a label such as env=production" },
    ]);
  }
  const wanted = (machine: Machine) =>
    labels.every((label) => {
      const [key = "", value] = label.split("=");
      return machine.labels[key] === value;
    }) && matches(url, "protection", machine.protection.state);
  return page(catalog.machines.filter(wanted), url);
}

/** As though there were three policies: one for production, one by name for the database, and one that is disabled. */
function listCoverage(catalog: MockCatalog, { params, url }: Ask): Response {
  const machine = catalog.machines.find((each) => each.id === params.id);
  if (machine === undefined) return notFound("machine", params.id);
  const covered = url.searchParams.get("covered");
  const all = coverageOf(machine);
  return page(
    all.filter((each) => covered === null || String(each.covered) === covered),
    url,
  );
}

function listPoints(catalog: MockCatalog, { url }: Ask): Response {
  const machine = url.searchParams.get("machine");
  return page(
    catalog.points.filter((point) => machine === null || point.machine.id === machine).toReversed(),
    url,
  );
}

function listRuns(catalog: MockCatalog, { url }: Ask): Response {
  const wanted = (run: Run) =>
    matches(url, "machine", run.machine?.id) &&
    matches(url, "state", run.state) &&
    matches(url, "kind", run.kind) &&
    (matches(url, "retryOf", run.retryOf) || matches(url, "retryOf", run.id));
  const newestFirst = catalog.runs.filter(wanted).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return page(newestFirst, url);
}

async function startRun(catalog: MockCatalog, { request }: Ask): Promise<Response> {
  const body = (await request.json()) as StartRun;
  if (body.kind !== "backup")
    return problem(422, "validation-failed", "The request is not valid", "The mock backs up only.");
  const machine = catalog.machines.find((each) => each.id === body.machine);
  if (machine === undefined) return notFound("machine", body.machine);
  if (machine.lastRun !== null && isActive(machine.lastRun.state)) {
    return problem(409, "conflict", "Already running", `A run of ${machine.name} is not over yet.`);
  }
  return accepted(catalog.startBackup(machine, body.repository, body.mode ?? "auto"));
}

async function startRestore(catalog: MockCatalog, { request }: Ask): Promise<Response> {
  const body = (await request.json()) as StartRestore;
  const point = catalog.points.find((each) => each.id === body.point);
  if (point === undefined) return notFound("point", body.point);
  if (body.target.endsWith("/")) {
    return problem(422, "validation-failed", "The request is not valid", "1 field is wrong.", [
      { field: "target", message: "names a directory; give the file to write" },
    ]);
  }
  return accepted(catalog.startRestore(point, body));
}

function cancelRun(catalog: MockCatalog, { params }: Ask): Response {
  const run = catalog.runs.find((each) => each.id === params.id);
  if (run === undefined) return notFound("run", params.id);
  if (!isActive(run.state))
    return problem(409, "conflict", "Already over", `The run has ${run.state} already.`);
  catalog.cancel(run);
  return accepted(run);
}

function accepted(run: Run): Response {
  return HttpResponse.json(run, { status: 202, headers: { Location: `/api/v1/runs/${run.id}` } });
}

function readLog(catalog: MockCatalog, { params, url }: Ask): Response {
  const after = Number(url.searchParams.get("after") ?? 0);
  const items = catalog.log(String(params.id)).filter((line) => line.seq > after);
  return HttpResponse.json({ items, next: items.at(-1)?.seq ?? after });
}

/** As though the policy kept the newest three. */
function readVerdicts(catalog: MockCatalog, { params, url }: Ask): Response {
  const after = Number(url.searchParams.get("after") ?? -1);
  const run = catalog.runs.find((each) => each.id === params.id);
  const points = catalog.points.filter((point) => point.machine.id === run?.machine?.id).reverse();
  const items = points
    .map((point, index) => ({
      point: point.id,
      createdAt: point.createdAt,
      keep: index < 3,
      reason: index < 3 ? `last ${index + 1} of 3` : "no rule keeps it",
    }))
    .slice(after + 1);
  return HttpResponse.json({ items, next: after + items.length });
}

function events(catalog: MockCatalog, { request, url }: Ask, ending: AbortSignal): Response {
  const only = url.searchParams.get("run");
  const encoder = new TextEncoder();
  let unwatch = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(": connected\n\n"));
      unwatch = catalog.watch((run) => {
        if (only !== null && only !== run.id) return;
        controller.enqueue(encoder.encode(`event: run\ndata: ${JSON.stringify(run)}\n\n`));
      });
      const end = () => {
        unwatch();
        controller.close();
      };
      AbortSignal.any([request.signal, ending]).addEventListener("abort", end, { once: true });
    },
    cancel: () => unwatch(),
  });
  return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
}
