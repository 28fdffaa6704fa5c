import { useSyncExternalStore } from "react";

const TOKEN_KEY = "tidemark.token";
const CSRF_KEY = "tidemark.csrf";

/** What every request that changes something has to carry while somebody is logged in by a cookie. */
export interface Csrf {
  readonly header: string;
  readonly token: string;
}

let expiredBecause: string | null = null;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The API token of this tab, or null when nobody is logged in, or by a cookie. */
export function token(): string | null {
  return sessionStorage.getItem(TOKEN_KEY);
}

/** What goes with the cookie, which scripts do not see; null when nobody is logged in, or by a token. */
export function csrf(): Csrf | null {
  const kept = sessionStorage.getItem(CSRF_KEY);
  return kept === null ? null : (JSON.parse(kept) as Csrf);
}

export function loggedIn(): boolean {
  return sessionStorage.getItem(TOKEN_KEY) !== null || sessionStorage.getItem(CSRF_KEY) !== null;
}

/** From now on requests carry this token. */
export function logIn(newToken: string): void {
  expiredBecause = null;
  sessionStorage.removeItem(CSRF_KEY);
  sessionStorage.setItem(TOKEN_KEY, newToken);
  changed();
}

/** From now on requests carry the cookie that the server has set. */
export function logInByCookie(newCsrf: Csrf): void {
  expiredBecause = null;
  sessionStorage.removeItem(TOKEN_KEY);
  sessionStorage.setItem(CSRF_KEY, JSON.stringify(newCsrf));
  changed();
}

export function logOut(): void {
  expiredBecause = null;
  forget();
}

/** The server no longer takes token or cookie: forget it, and keep the server's words for the log-in page. */
export function expire(words: string): void {
  if (!loggedIn()) return;
  expiredBecause = words;
  forget();
}

function forget(): void {
  sessionStorage.removeItem(TOKEN_KEY);
  sessionStorage.removeItem(CSRF_KEY);
  changed();
}

/** Why the last session ended by itself, or null when it did not. */
export function expiryReason(): string | null {
  return expiredBecause;
}

export function useLoggedIn(): boolean {
  return useSyncExternalStore(subscribe, loggedIn);
}
