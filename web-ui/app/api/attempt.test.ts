import { expect, test } from "vitest";
import { Attempt } from "./attempt";
import { Problem } from "./problem";

const BODY = { point: "p" };

async function keysOf(attempt: Attempt, outcomes: readonly (Problem | "done")[], bodies: readonly unknown[]) {
  const keys: string[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const sending = attempt.send(bodies[index], async (key) => {
      keys.push(key);
      if (outcome !== "done") throw outcome;
    });
    await sending.catch(() => undefined);
  }
  return keys;
}

const lost = new Problem(0, "The server did not answer", null, null);
const refused = new Problem(422, "Refused", null, null);

test("what got no answer is sent again under the same key", async () => {
  const [first, second, third] = await keysOf(new Attempt(), [lost, lost, "done"], [BODY, BODY, BODY]);

  expect(second).toBe(first);
  expect(third).toBe(first);
});

test("what was done or refused is a new request the next time", async () => {
  const keys = await keysOf(new Attempt(), ["done", refused, "done"], [BODY, BODY, BODY]);

  expect(new Set(keys).size).toBe(3);
});

test("another body never goes out under the key of the one before", async () => {
  const [first, second] = await keysOf(new Attempt(), [lost, "done"], [BODY, { point: "q" }]);

  expect(second).not.toBe(first);
});
