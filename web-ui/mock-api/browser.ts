import { setupWorker } from "msw/browser";
import { MockApi } from "./handlers";

const TICK_MS = 200;

/** Puts the mocked server between this page and the network. */
export async function startMock(): Promise<void> {
  const api = new MockApi();
  const worker = setupWorker(...api.handlers());
  await worker.start({ onUnhandledRequest: "bypass", quiet: true });
  setInterval(() => api.farm.advance(), TICK_MS);
}
