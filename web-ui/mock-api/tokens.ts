import { HttpResponse } from "msw";
import type { CreateToken, Token } from "../app/api/types";
import { type Ask, notFound, page, problem } from "./answers";
import type { MockCatalog } from "./catalog";
import { instant, mockId } from "./seed";

const DAY = 24 * 3_600_000;

/** Tokens of a person, of nobody, bounded, expired and never used. */
export function tokenSeed(now: number): Token[] {
  return [
    token(1, "initial", { role: "admin", lastUsedAt: instant(now - 60_000) }, now - 40 * DAY),
    token(
      2,
      "old-script",
      { expiresAt: instant(now - 2 * DAY), lastUsedAt: instant(now - 3 * DAY) },
      now - 30 * DAY,
    ),
    token(3, "prometheus", { lastUsedAt: instant(now - 15_000) }, now - 12 * DAY),
    token(
      4,
      "web1-hook",
      {
        role: "backup-only",
        bounds: { tier: "web", site: "vienna" },
        owner: { id: mockId(7, 1), name: "anna" },
        expiresAt: instant(now + 300 * DAY),
      },
      now - DAY,
    ),
  ];
}

function token(number: number, name: string, rest: Partial<Token>, created: number): Token {
  return {
    id: mockId(8, number),
    name,
    role: "viewer",
    bounds: {},
    owner: null,
    createdAt: instant(created),
    expiresAt: null,
    lastUsedAt: null,
    ...rest,
  };
}

export function listTokens(catalog: MockCatalog, { url }: Ask): Response {
  return page(
    catalog.tokens.toSorted((a, b) => a.name.localeCompare(b.name)),
    url,
  );
}

export async function createToken(catalog: MockCatalog, { request }: Ask): Promise<Response> {
  const body = (await request.json()) as CreateToken;
  if (catalog.tokens.some((each) => each.name === body.name)) {
    return problem(
      409,
      "token-exists",
      "Token exists already",
      `There is a token named "${body.name}" already. Choose another name.`,
    );
  }
  const made = token(
    catalog.tokens.length + 1,
    body.name,
    { role: body.role ?? "admin", bounds: body.bounds ?? {}, expiresAt: body.expiresAt ?? null },
    Date.now(),
  );
  catalog.tokens.push(made);
  return HttpResponse.json(
    { id: made.id, name: made.name, token: `tmk_mock-${made.name}-0000000000000000000000000000` },
    { status: 201 },
  );
}

export function deleteToken(catalog: MockCatalog, { params }: Ask): Response {
  const index = catalog.tokens.findIndex((each) => each.id === params.id);
  if (index < 0) return notFound("token", params.id);
  catalog.tokens.splice(index, 1);
  return new HttpResponse(null, { status: 204 });
}
