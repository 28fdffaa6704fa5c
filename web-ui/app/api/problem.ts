import type { FieldProblem, ProblemDocument } from "./types";

/**
 * A request that did not succeed, in the server's own words (RFC 9457) where it had any.
 * `status` is 0 when no answer came at all.
 */
export class Problem extends Error {
  readonly status: number;
  /** The stable code, such as `image-busy`; null when the server named none. */
  readonly code: string | null;
  readonly title: string;
  readonly detail: string | null;
  readonly fields: readonly FieldProblem[];

  constructor(
    status: number,
    title: string,
    detail: string | null,
    code: string | null,
    fields: readonly FieldProblem[] = [],
  ) {
    super(detail === null ? title : `${title}: ${detail}`);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.code = code;
    this.fields = fields;
  }
}

const LONGEST_FOREIGN_TEXT = 300;

/** Whether asking again can help: the server was away, overloaded, or hid behind a failing proxy. */
export function passing(problem: unknown): boolean {
  return (
    problem instanceof Problem && (problem.status === 0 || problem.status === 429 || problem.status >= 502)
  );
}

/** Reads a refusal: a problem document, or whatever a proxy on the way put in its place. */
export function problemOf(response: Response, body: unknown): Problem {
  const fallbackTitle = `HTTP ${response.status}${response.statusText === "" ? "" : ` ${response.statusText}`}`;
  if (isProblemDocument(body)) {
    return new Problem(
      response.status,
      body.title ?? fallbackTitle,
      body.detail ?? null,
      codeOf(body.type ?? null),
      body.errors ?? [],
    );
  }
  const text = typeof body === "string" ? body.trim().slice(0, LONGEST_FOREIGN_TEXT) : "";
  const detail = text === "" ? "The answer carried no explanation." : text;
  return new Problem(response.status, fallbackTitle, detail, null);
}

/** Anything thrown on the way to the server: a Problem as it is, a failed connection as one without a status. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem(
    0,
    "The server did not answer",
    `${words}. Check that Tidemark's server is running and that this machine reaches it.`,
    null,
  );
}

function codeOf(type: string | null): string | null {
  if (type === null || type === "about:blank") return null;
  return type.slice(type.lastIndexOf("/") + 1);
}

function isProblemDocument(body: unknown): body is Partial<ProblemDocument> {
  return typeof body === "object" && body !== null && ("title" in body || "detail" in body || "type" in body);
}
