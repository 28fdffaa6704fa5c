import { HttpResponse } from "msw";
import type { CreateMachine, Machine, Pool, SeenImage } from "../app/api/types";
import { type Ask, notFound, page, problem } from "./answers";
import type { MockCatalog } from "./catalog";
import { instant, mockId, named } from "./seed";

const POOLS = ["default", "rack-2"];
const FOLDER = "/var/lib/libvirt/images";
/** What lies in the folder besides the images of machines. */
const UNUSED = ["mail-01.qcow2", "mail-01-data.qcow2", "old/db-00.qcow2", "scratch.raw"];
const GIB = 1024 ** 3;

export function listPools(catalog: MockCatalog, { url }: Ask): Response {
  const pools = POOLS.map(
    (name): Pool => ({
      name,
      createdAt: instant(catalog.begun),
      aliveWorkers: 1,
      machines: catalog.machines.filter((machine) => machine.pool === name).length,
      queuedRuns: 0,
      runningRuns: 0,
      concurrentRuns: null,
    }),
  );
  return page(pools, url);
}

/** Hosts of the pool `default` see the images of all machines and some more; those of `rack-2` none. */
export function listImages(catalog: MockCatalog, { params, url }: Ask): Response {
  const pool = String(params.name);
  if (!POOLS.includes(pool)) return notFound("pool", pool);
  const containing = url.searchParams.get("containing") ?? "";
  const images = pool === "default" ? imagesOf(catalog) : [];
  const wanted = images
    .filter((image) => image.path.includes(containing))
    .filter((image) => url.searchParams.get("unused") !== "true" || image.machine === null)
    .sort((a, b) => a.path.localeCompare(b.path));
  return page(wanted, url);
}

function imagesOf(catalog: MockCatalog): SeenImage[] {
  const seen = (path: string, index: number, machine: Machine | null): SeenImage => ({
    path,
    bytes: (index + 3) * GIB,
    modifiedAt: instant(catalog.begun - index * 3_600_000),
    workers: ["worker-1"],
    machine: machine === null ? null : named(machine),
  });
  const used = catalog.machines.flatMap((machine) =>
    machine.disks.map((disk, index) => seen(disk.imagePath, index, machine)),
  );
  const taken = new Set(used.map((image) => image.path));
  return [
    ...used,
    ...UNUSED.map((name) => `${FOLDER}/${name}`)
      .filter((path) => !taken.has(path))
      .map((path, index) => seen(path, index, null)),
  ];
}

export async function createMachine(catalog: MockCatalog, { request }: Ask): Promise<Response> {
  const body = (await request.json()) as CreateMachine;
  if (catalog.machines.some((machine) => machine.name === body.name)) {
    return problem(
      409,
      "machine-exists",
      "Machine exists already",
      `There is a machine named "${body.name}" already. Choose another name.`,
    );
  }
  const number = catalog.machines.length + 1;
  const machine: Machine = {
    id: mockId(1, number),
    name: body.name,
    pool: body.pool ?? "default",
    disks: body.disks.map((disk, index) => ({ id: mockId(3, number * 10 + index), ...disk })),
    labels: body.labels ?? {},
    protection: { state: "uncovered", newestPoint: null, ageSeconds: null, objectiveSeconds: null },
    createdAt: instant(Date.now()),
    lastPoint: null,
    lastRun: null,
  };
  catalog.machines.push(machine);
  return HttpResponse.json(machine, { status: 201, headers: { Location: `/api/v1/machines/${machine.id}` } });
}
