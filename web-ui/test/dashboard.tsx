import { render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { type SetupServer, setupServer } from "msw/node";
import { createMemoryRouter } from "react-router";
import { afterAll, afterEach, beforeAll } from "vitest";
import { App } from "../app/App";
import { logIn, logOut } from "../app/api/session";
import { routes } from "../app/routes";
import { MOCK_TOKENS, MockApi } from "../mock-api/handlers";

interface Mocked {
  /** What the mocked server knows; fresh for each test. */
  api: MockApi;
  server: SetupServer;
}

/** Puts the mocked server, the one of `npm run dev`, before the network for every test of a file. */
export function mockApi(): Mocked {
  const mocked: Mocked = { api: new MockApi(), server: setupServer() };
  beforeAll(() => {
    mocked.server.listen({ onUnhandledRequest: "error" });
    mocked.server.use(...mocked.api.handlers());
  });
  afterEach(() => {
    logOut();
    mocked.api.dropStreams();
    mocked.api = new MockApi();
    mocked.server.resetHandlers();
    mocked.server.use(...mocked.api.handlers());
  });
  afterAll(() => mocked.server.close());
  return mocked;
}

/** Shows the dashboard at a path, logged in unless the token is null. */
export function visit(path: string, token: string | null = MOCK_TOKENS.farm) {
  if (token !== null) logIn(token);
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const user = userEvent.setup();
  render(<App router={router} env="test" />);
  return { user, router };
}

/** Puts text into a field at once: typed letter by letter it takes seconds where a list is searched for each. */
export async function enter(user: UserEvent, field: HTMLElement, text: string): Promise<void> {
  await user.click(field);
  await user.paste(text);
}
