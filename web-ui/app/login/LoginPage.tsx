import { Alert, Button, Center, Code, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Navigate, useLocation } from "react-router";
import { checkToken } from "../api/client";
import { expiryReason, logIn, useToken } from "../api/session";
import { AlertIcon, TideIcon } from "../ui/icons";
import { ProblemAlert } from "../ui/ProblemAlert";
import classes from "./LoginPage.module.css";

export function LoginPage() {
  const location = useLocation();
  const [typed, setTyped] = useState("");
  const check = useMutation({
    mutationFn: checkToken,
    onSuccess: (_nothing, token) => logIn(token),
  });
  const expired = expiryReason();
  if (useToken() !== null) return <Navigate to={wantedPage(location.state)} replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate(typed.trim());
  };
  return (
    <Center mih="100vh" p="md" className={classes.page}>
      <title>Log in · Tidemark</title>
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={440} component="main">
        <form onSubmit={submit}>
          <Stack>
            <div className={classes.brand}>
              <TideIcon size={28} />
              <Title order={1} size="h3">
                Tidemark
              </Title>
            </div>
            {expired !== null && check.isIdle && (
              <Alert color="yellow" role="alert" icon={<AlertIcon size={18} />} title="You were logged out">
                {expired}
              </Alert>
            )}
            {check.error !== null && (
              <ProblemAlert what="The server did not accept this token" problem={check.error} />
            )}
            <PasswordInput
              label="API token"
              placeholder="tmk_…"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="current-password"
              data-autofocus
              autoFocus
            />
            <Button type="submit" loading={check.isPending} disabled={typed.trim() === ""}>
              Log in
            </Button>
            <Text size="xs" c="dimmed">
              The server prints it once, at its first start: <Code>API token (shown once): tmk_…</Code>. After{" "}
              <Code>./tidemark quickstart</Code> it is in the file <Code>.tidemark/token</Code>. It is kept in
              this browser tab only.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

/** Where the reader was going when the log-in came in between; only ever a path of this dashboard. */
function wantedPage(state: unknown): string {
  if (typeof state === "object" && state !== null && "from" in state && typeof state.from === "string") {
    if (state.from.startsWith("/") && !state.from.startsWith("//")) return state.from;
  }
  return "/machines";
}
