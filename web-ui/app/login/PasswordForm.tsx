import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { logInByPassword } from "../api/client";
import { ProblemAlert } from "../ui/ProblemAlert";

export function PasswordForm() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: logInByPassword });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate({ name: name.trim(), password });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {attempt.error !== null && <ProblemAlert what="You were not let in" problem={attempt.error} />}
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="username"
          data-autofocus
          autoFocus
        />
        <PasswordInput
          label="Password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
        />
        <Button type="submit" loading={attempt.isPending} disabled={name.trim() === "" || password === ""}>
          Log in
        </Button>
      </Stack>
    </form>
  );
}
