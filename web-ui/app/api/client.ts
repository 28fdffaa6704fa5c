import createClient, { type Middleware } from "openapi-fetch";
import { asProblem, Problem, problemOf } from "./problem";
import type { paths } from "./schema";
import { expire, token } from "./session";

const bearer: Middleware = {
  onRequest({ request }) {
    const held = token();
    if (held !== null && !request.headers.has("Authorization")) {
      request.headers.set("Authorization", `Bearer ${held}`);
    }
    return request;
  },
};

/** Every request goes through here, so that every one carries the token. */
export const client = createClient<paths>({
  // Resolved per request, so that tests may put their own fetch in place.
  fetch: (request) => globalThis.fetch(request),
  baseUrl: globalThis.location.origin,
});
client.use(bearer);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body, or the server's refusal thrown as a `Problem`. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  let settled: Answer<T>;
  try {
    settled = await answer;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw asProblem(thrown);
  }
  if (settled.response.ok) return settled.data as T;
  const problem = problemOf(settled.response, settled.error);
  if (problem.status === 401) expire(problem.detail ?? problem.title);
  throw problem;
}

/** Asks the server whether it takes this token, before anything is kept of it. */
export async function checkToken(candidate: string): Promise<void> {
  if (!/^[\x21-\x7e]+$/.test(candidate)) {
    throw new Problem(
      0,
      "That is not a token",
      "A token is one word of plain letters and digits, such as tmk_….",
      null,
    );
  }
  await unwrap(client.GET("/api/v1/session", { headers: { Authorization: `Bearer ${candidate}` } }));
}
