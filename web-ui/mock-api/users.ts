import { HttpResponse } from "msw";
import type { CreateUser, User } from "../app/api/types";
import { type Ask, notFound, page, problem } from "./answers";
import type { MockCatalog } from "./catalog";
import { instant, mockId } from "./seed";

const DAY = 24 * 3_600_000;

/** An admin, somebody bounded, somebody of a provider, and somebody who is disabled. */
export function userSeed(now: number): User[] {
  return [
    user(1, "anna", { role: "admin", lastLogInAt: instant(now - 3_600_000) }, now - 40 * DAY),
    user(2, "bo", { role: "operator", bounds: { team: "web" } }, now - 20 * DAY),
    user(3, "carla", { origin: "oidc", lastLogInAt: instant(now - 2 * DAY) }, now - 9 * DAY),
    user(4, "dan", { enabled: false, lastLogInAt: instant(now - 30 * DAY) }, now - 39 * DAY),
  ];
}

function user(number: number, name: string, rest: Partial<User>, created: number): User {
  return {
    id: mockId(7, number),
    name,
    role: "viewer",
    bounds: {},
    origin: "password",
    enabled: true,
    createdAt: instant(created),
    lastLogInAt: null,
    ...rest,
  };
}

export function listUsers(catalog: MockCatalog, { url }: Ask): Response {
  return page(
    catalog.users.toSorted((a, b) => a.name.localeCompare(b.name)),
    url,
  );
}

export function getUser(catalog: MockCatalog, { params }: Ask): Response {
  const found = catalog.users.find((each) => each.id === params.id);
  return found === undefined
    ? notFound("user", params.id)
    : HttpResponse.json(found, { headers: { ETag: tagOf(found) } });
}

export async function createUser(catalog: MockCatalog, { request }: Ask): Promise<Response> {
  const body = (await request.json()) as CreateUser;
  if (catalog.users.some((each) => each.name.toLowerCase() === body.name.toLowerCase())) {
    return problem(409, "user-exists", "User exists already", `There is a user "${body.name}" already.`);
  }
  if (body.password.length < 12) return weakPassword();
  const made = user(
    catalog.users.length + 1,
    body.name,
    { role: body.role, bounds: body.bounds ?? {} },
    Date.now(),
  );
  catalog.users.push(made);
  return HttpResponse.json(made, { status: 201, headers: { ETag: tagOf(made) } });
}

/** Changes a user that is as the caller has seen it; the last admin stays one. */
export async function changeUser(catalog: MockCatalog, { params, request }: Ask): Promise<Response> {
  const found = catalog.users.find((each) => each.id === params.id);
  if (found === undefined) return notFound("user", params.id);
  if (request.headers.get("If-Match") !== tagOf(found)) {
    return problem(412, "precondition-failed", "Changed meanwhile", "Somebody has changed the user since.");
  }
  const change = (await request.json()) as Pick<User, "role" | "bounds" | "enabled">;
  if (found.role === "admin" && (change.role !== "admin" || !change.enabled)) {
    return problem(409, "last-admin", "Last admin", "This is the last admin who can log in.");
  }
  Object.assign(found, change);
  return HttpResponse.json(found, { headers: { ETag: tagOf(found) } });
}

export async function setPassword(catalog: MockCatalog, { params, request }: Ask): Promise<Response> {
  if (!catalog.users.some((each) => each.id === params.id)) return notFound("user", params.id);
  const { password } = (await request.json()) as { password: string };
  return password.length < 12 ? weakPassword() : new HttpResponse(null, { status: 204 });
}

export function deleteUser(catalog: MockCatalog, { params }: Ask): Response {
  const index = catalog.users.findIndex((each) => each.id === params.id);
  if (index < 0) return notFound("user", params.id);
  catalog.users.splice(index, 1);
  return new HttpResponse(null, { status: 204 });
}

function tagOf(user: User): string {
  return `"${user.role}-${JSON.stringify(user.bounds).length}-${user.enabled}"`;
}

function weakPassword(): Response {
  return problem(422, "password-weak", "Password too weak", "A password has at least 12 characters.");
}
