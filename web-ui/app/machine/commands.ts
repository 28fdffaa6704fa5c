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

/** Creates a repository, as a reader would type it. */
export function createRepositoryCommand(): string {
  return post("repositories", { name: "main", location: "s3://my-bucket/tidemark" });
}

/** Backs up without a server, as a reader would type it. */
export const BACKUP_COMMAND = [
  "tidemark backup --repository s3://my-bucket/tidemark",
  "--machine web-01 system=/var/lib/libvirt/images/web-01.qcow2",
].join(" \\\n  ");
