import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll, vi } from "vitest";

configure({
  // Generous: the tests also run beside a whole Maven build.
  asyncUtilTimeout: 10_000,
  // The question that was not answered is enough; the whole page is not.
  getElementError: (message) => new Error(message ?? "Not found"),
});

// What Mantine asks of a browser and jsdom does not have.
beforeAll(() => {
  vi.stubGlobal(
    "matchMedia",
    vi.fn((query: string) => ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
    })),
  );
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  Element.prototype.scrollIntoView = () => undefined;
});

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});
