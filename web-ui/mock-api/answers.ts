import { HttpResponse } from "msw";
import type { FieldProblem } from "../app/api/types";

const PROBLEMS = "https://tidemark.io/problems/";

/** What a handler is asked. */
export interface Ask {
  request: Request;
  params: Record<string, string | readonly string[] | undefined>;
  url: URL;
}

export function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  errors?: FieldProblem[],
) {
  return HttpResponse.json(
    {
      type: PROBLEMS + code,
      title,
      status,
      detail,
      instance: "/api/v1",
      ...(errors === undefined ? {} : { errors }),
    },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}

export function page<T>(items: readonly T[], url: URL): Response {
  const limit = Number(url.searchParams.get("limit") ?? 50);
  const cursor = url.searchParams.get("cursor");
  const from = cursor === null ? 0 : Number(cursor);
  const next = from + limit < items.length ? String(from + limit) : null;
  return HttpResponse.json({ items: items.slice(from, from + limit), nextCursor: next });
}

export function one<T extends { id: string }>(
  items: readonly T[],
  id: string | readonly string[] | undefined,
  what: string,
): Response {
  const found = items.find((item) => item.id === id);
  return found === undefined ? notFound(what, id) : HttpResponse.json(found);
}

export function notFound(what: string, id: string | readonly string[] | undefined): Response {
  return problem(404, "not-found", "Not found", `There is no ${what} ${id}.`);
}

export function matches(url: URL, name: string, value: string | null | undefined): boolean {
  const wanted = url.searchParams.get(name);
  return wanted === null || wanted === value;
}
