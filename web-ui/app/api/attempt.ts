import { asProblem } from "./problem";

/**
 * Sends a POST so that it is done once, even when its first answer got lost and the reader presses the button again:
 * the same body goes out under the same Idempotency-Key until the server has said what became of it.
 */
export class Attempt {
  #unsettled: { body: string; key: string } | null = null;

  async send<B, T>(body: B, post: (key: string) => Promise<T>): Promise<T> {
    const text = JSON.stringify(body);
    const key = this.#unsettled?.body === text ? this.#unsettled.key : newKey();
    this.#unsettled = { body: text, key };
    try {
      const answer = await post(key);
      this.#unsettled = null;
      return answer;
    } catch (thrown) {
      const { status } = asProblem(thrown);
      if (status >= 400 && status < 500) this.#unsettled = null;
      throw thrown;
    }
  }
}

/** Works on plain HTTP too, where `crypto.randomUUID` is absent. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
