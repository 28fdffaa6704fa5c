import createClient, { type Middleware } from "openapi-fetch";
import { asProblem, Problem, problemOf } from "./problem";
import type { paths } from "./schema";
import { csrf, expire, logInByCookie, logOut, token } from "./session";

const identity: Middleware = {
  onRequest({ request }) {
    const held = token();
    const needed = csrf();
    if (held !== null && !request.headers.has("Authorization")) {
      request.headers.set("Authorization", `Bearer ${held}`);
    } else if (needed !== null && request.method !== "GET") {
      request.headers.set(needed.header, needed.token);
    }
    return request;
  },
};

/** Every request goes through here, so that every one carries the token, or what goes with the cookie. */
export const client = createClient<paths>({
  // Resolved per request, so that tests may put their own fetch in place.
  fetch: (request) => globalThis.fetch(request),
  baseUrl: globalThis.location.origin,
});
client.use(identity);

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
  if (problem.status === 401 && problem.code !== "log-in-failed") expire(problem.detail ?? problem.title);
  // Somebody has logged in again in another tab: the next attempt carries the new session's token.
  if (problem.code === "csrf-token-missing") await adoptSession();
  throw problem;
}

/** A document with the tag to send back with a change, so that the server refuses when it was changed meanwhile. */
export interface Tagged<T> {
  readonly body: T;
  readonly tag: string;
}

/** As `unwrap`, with the answer's ETag. */
export async function unwrapTagged<T>(answer: Promise<Answer<T>>): Promise<Tagged<T>> {
  const body = await unwrap(answer);
  const { response } = await answer;
  return { body, tag: response.headers.get("ETag") ?? "*" };
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

/** Logs in by name and password; the server sets a cookie. */
export async function logInByPassword(credentials: { name: string; password: string }): Promise<void> {
  adopt(await unwrap(client.POST("/api/v1/session", { body: credentials })));
}

/** Takes over the log-in that the browser's cookie stands for: of another tab, or just made with an OpenID provider. */
export async function adoptSession(): Promise<void> {
  if (token() !== null) return;
  const { data } = await client.GET("/api/v1/session/ways");
  if (data?.loggedIn === true) adopt(await unwrap(client.GET("/api/v1/session")));
}

/** Ends the session on the server, if there is one, and forgets it here whatever the server says. */
export async function endSession(): Promise<void> {
  try {
    if (csrf() !== null) await unwrap(client.DELETE("/api/v1/session"));
  } finally {
    logOut();
  }
}

function adopt(session: { csrf: { header: string; token: string } | null }): void {
  if (session.csrf !== null) logInByCookie(session.csrf);
}
