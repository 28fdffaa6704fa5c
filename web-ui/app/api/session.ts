import { useSyncExternalStore } from "react";

const TOKEN_KEY = "tidemark.token";

let expiredBecause: string | null = null;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function token(): string | null {
  return sessionStorage.getItem(TOKEN_KEY);
}

export function logIn(newToken: string): void {
  expiredBecause = null;
  sessionStorage.setItem(TOKEN_KEY, newToken);
  changed();
}

export function logOut(): void {
  expiredBecause = null;
  sessionStorage.removeItem(TOKEN_KEY);
  changed();
}

/** The server no longer takes the token: forget it, and keep the server's words for the log-in page. */
export function expire(words: string): void {
  if (token() === null) return;
  expiredBecause = words;
  sessionStorage.removeItem(TOKEN_KEY);
  changed();
}

/** Why the last session ended by itself, or null when it did not. */
export function expiryReason(): string | null {
  return expiredBecause;
}

export function useToken(): string | null {
  return useSyncExternalStore(subscribe, token);
}
