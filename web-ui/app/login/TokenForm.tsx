import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { checkToken } from "../api/client";
import { logIn } from "../api/session";
import { ProblemAlert } from "../ui/ProblemAlert";

/** @param only whether a token is the only way in */
export function TokenForm({ only }: { only: boolean }) {
  const [typed, setTyped] = useState("");
  const check = useMutation({
    mutationFn: checkToken,
    onSuccess: (_nothing, token) => logIn(token),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {check.error !== null && (
          <ProblemAlert what="The server did not accept this token" problem={check.error} />
        )}
        <PasswordInput
          label="API token"
          placeholder="tmk_…"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
        <Button
          type="submit"
          variant={only ? "filled" : "default"}
          loading={check.isPending}
          disabled={typed.trim() === ""}
        >
          {only ? "Log in" : "Log in with the token"}
        </Button>
      </Stack>
    </form>
  );
}
