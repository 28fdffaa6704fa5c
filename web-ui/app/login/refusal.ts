const TEXTS: Readonly<Record<string, string>> = {
  "role-missing":
    "Your account has no group that may use this server. Ask whoever runs it which group you should be in.",
  "bounds-missing": "Your account does not say which machines you may see. Ask whoever runs this server.",
  "user-disabled": "An admin has disabled your user on this server.",
  "not-openid":
    "The provider did not say who you are. The scope openid is missing in this server's settings.",
  "provider-unreachable": "The provider does not answer. Try again later, or log in another way.",
  failed: "The log-in took too long, was begun elsewhere, or the provider's answer did not hold. Try again.",
};

/** Why a provider's account was not let in, from what the server added to the address; null when it added nothing. */
export function refusalText(reason: string | null): string | null {
  if (reason === null) return null;
  return TEXTS[reason] ?? "The server did not say why.";
}
