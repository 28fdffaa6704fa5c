import type { CreateMachine } from "../api/types";
import { labelWords } from "../format/labels";
import { quoted } from "../point/restoreCommand";
import { diskName } from "./diskName";

const HEADERS = `-H "Authorization: Bearer $TIDEMARK_TOKEN" -H 'Content-Type: application/json'`;

function post(path: string, body: unknown): string {
  return `curl -X POST ${window.location.origin}/api/v1/${path} \\\n  ${HEADERS} \\\n  -d '${JSON.stringify(body)}'`;
}

/** Creates a machine, as a reader would type it. */
export function createMachineCommand(): string {
  return post("machines", {
    name: "web-01",
    disks: [{ name: "system", imagePath: "/var/lib/libvirt/images/web-01.qcow2" }],
  });
}

/** Creates this machine by the command line, as a reader would type it. */
export function addMachineCommand({ name, pool, disks, labels }: CreateMachine): string {
  const words = disks.map((disk) =>
    disk.name === diskName(disk.imagePath) ? disk.imagePath : `${disk.name}=${disk.imagePath}`,
  );
  return [
    `tidemark machine add ${name === "" ? "NAME" : quoted(name)}`,
    ...words.map((word) => (word === "" ? "IMAGE" : quoted(word))),
    ...(pool === null || pool === undefined || pool === "default" ? [] : [`--pool ${quoted(pool)}`]),
    ...labelWords(labels ?? {}).map((label) => `--label ${quoted(label)}`),
  ].join(" \\\n  ");
}

/** Creates a repository, as a reader would type it. */
export function createRepositoryCommand(): string {
  return post("repositories", { name: "main", location: "s3://my-bucket/tidemark" });
}

/** Backs up without a server, as a reader would type it. */
export const BACKUP_COMMAND = [
  "tidemark backup --repository s3://my-bucket/tidemark",
  "--machine web-01 --disk system=/var/lib/libvirt/images/web-01.qcow2",
].join(" \\\n  ");
