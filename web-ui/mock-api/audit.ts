import { HttpResponse } from "msw";
import type { AuditedRequest } from "../app/api/types";
import { type Ask, matches, page } from "./answers";
import type { MockCatalog } from "./catalog";
import { instant, mockId } from "./seed";

const MINUTE = 60_000;
const HEAD_HASH = "9f72e42b74b0f14fe061745f1cbfa405d1e6f003b208c25c4bc3f54429208fcd";

/** Something that was done, refused, tried by a stranger, and of which only the intention is known. */
export function auditSeed(now: number): AuditedRequest[] {
  const anna = { kind: "user", id: mockId(7, 1), name: "anna" };
  const hook = { kind: "token", id: mockId(8, 4), name: "web1-hook" };
  return [
    entry(41, now - 90 * MINUTE, {
      operation: "createMachine",
      request: "POST /api/v1/machines",
      caller: anna,
      subject: { type: "machine", id: mockId(1, 3) },
      status: 201,
      change:
        '{"name":"new-01","disks":[{"name":"system","imagePath":"/var/lib/libvirt/images/new-01.qcow2"}]}',
    }),
    entry(43, now - 80 * MINUTE, {
      operation: "deleteMachine",
      request: `DELETE /api/v1/machines/${mockId(1, 3)}`,
      caller: hook,
      subject: { type: "machine", id: mockId(1, 3) },
      status: 403,
    }),
    entry(44, now - 10 * MINUTE, {
      operation: "logIn",
      request: "POST /api/v1/session",
      caller: { kind: "user", id: null, name: "root" },
      address: "203.0.113.9",
      status: 401,
    }),
    entry(45, now - MINUTE, {
      operation: "startRun",
      request: "POST /api/v1/runs",
      caller: anna,
      subject: { type: "run", id: mockId(4, 1) },
      change: '{"kind":"backup","mach…',
    }),
  ];
}

function entry(number: number, at: number, rest: Partial<AuditedRequest>): AuditedRequest {
  return {
    number,
    endNumber: null,
    at: instant(at),
    requestId: mockId(10, number),
    operation: null,
    request: null,
    subject: null,
    caller: null,
    address: "192.0.2.17",
    status: null,
    change: null,
    ...rest,
  };
}

export function listAudit(catalog: MockCatalog, { url }: Ask): Response {
  const { searchParams } = url;
  const wanted = (each: AuditedRequest) =>
    (matches(url, "caller", each.caller?.name) || matches(url, "caller", each.caller?.id)) &&
    matches(url, "operation", each.operation) &&
    matches(url, "subject", each.subject?.id) &&
    each.at >= (searchParams.get("from") ?? "") &&
    each.at < (searchParams.get("to") ?? "9");
  return page(catalog.audit.filter(wanted).toReversed(), url);
}

/** Intact, unless a head was kept that another trail has had. */
export function checkAudit(catalog: MockCatalog, { url }: Ask): Response {
  const number = catalog.audit.at(-1)?.number ?? 0;
  const kept = url.searchParams.get("hash");
  if (kept !== null && kept !== HEAD_HASH) {
    return HttpResponse.json({
      intact: false,
      head: null,
      broken: {
        number: Number(url.searchParams.get("number")),
        expected: kept,
        found: HEAD_HASH,
        reason: "The trail was written anew: this entry had another hash.",
      },
    });
  }
  return HttpResponse.json({ intact: true, head: { number, hash: HEAD_HASH }, broken: null });
}
