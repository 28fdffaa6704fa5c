import { expect, test } from "vitest";
import { asProblem, passing, problemOf } from "./problem";

const answer = (status: number, statusText = "") => new Response(null, { status, statusText });

test("a problem document keeps its code, title, detail and fields", () => {
  const problem = problemOf(answer(422), {
    type: "https://tidemark.io/problems/cron-invalid",
    title: "The schedule is not valid",
    detail: "“x” is no cron expression",
    errors: [{ field: "cron", message: "has one field, expected six or seven" }],
  });

  expect(problem).toMatchObject({
    status: 422,
    code: "cron-invalid",
    title: "The schedule is not valid",
    detail: "“x” is no cron expression",
    fields: [{ field: "cron" }],
  });
});

test("a document without a type of its own has no code", () => {
  expect(problemOf(answer(500), { type: "about:blank", title: "Internal Server Error" }).code).toBeNull();
});

test("whatever a proxy answers is shown, cut to a length one can read", () => {
  const problem = problemOf(answer(502, "Bad Gateway"), "x".repeat(10_000));

  expect(problem.title).toBe("HTTP 502 Bad Gateway");
  expect(problem.detail).toHaveLength(300);
});

test("an empty refusal says that it was empty", () => {
  expect(problemOf(answer(403), "").detail).toBe("The answer carried no explanation.");
});

test("a connection that failed says what to check", () => {
  const problem = asProblem(new TypeError("Failed to fetch"));

  expect(problem.status).toBe(0);
  expect(problem.detail).toContain("Failed to fetch");
  expect(problem.detail).toContain("Check that Tidemark's server is running");
});

test("only what may pass by itself is tried again", () => {
  expect(passing(problemOf(answer(503), ""))).toBe(true);
  expect(passing(asProblem(new TypeError("Failed to fetch")))).toBe(true);
  expect(passing(problemOf(answer(500), ""))).toBe(false);
  expect(passing(problemOf(answer(404), ""))).toBe(false);
});
