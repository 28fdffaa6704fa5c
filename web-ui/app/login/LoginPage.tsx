import { Alert, Button, Center, Code, Divider, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useLocation } from "react-router";
import { waysInQuery } from "../api/queries";
import { expiryReason, useLoggedIn } from "../api/session";
import { AlertIcon, TideIcon } from "../ui/icons";
import classes from "./LoginPage.module.css";
import { PasswordForm } from "./PasswordForm";
import { refusalText } from "./refusal";
import { TokenForm } from "./TokenForm";

export function LoginPage() {
  const location = useLocation();
  const { data: ways } = useQuery(waysInQuery);
  const expired = expiryReason();
  const refused = refusalText(new URLSearchParams(location.search).get("refused"));
  if (useLoggedIn()) return <Navigate to={wantedPage(location.state)} replace />;

  const others = ways !== undefined && (ways.password || ways.providers.length > 0);
  return (
    <Center mih="100vh" p="md" className={classes.page}>
      <title>Log in · Tidemark</title>
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={440} component="main">
        <Stack>
          <div className={classes.brand}>
            <TideIcon size={28} />
            <Title order={1} size="h3">
              Tidemark
            </Title>
          </div>
          {expired !== null && (
            <Alert color="yellow" role="alert" icon={<AlertIcon size={18} />} title="You were logged out">
              {expired}
            </Alert>
          )}
          {refused !== null && (
            <Alert color="red" role="alert" icon={<AlertIcon size={18} />} title="You were not let in">
              {refused}
            </Alert>
          )}
          {ways?.providers.map((provider) => (
            <Button key={provider.path} component="a" href={provider.path} variant="light">
              Log in with {provider.name}
            </Button>
          ))}
          {ways?.password === true && <PasswordForm />}
          {others && <Divider label="or" />}
          <TokenForm only={!others} />
          {!others && (
            <Text size="xs" c="dimmed">
              The server prints it once, at its first start: <Code>API token (shown once): tmk_…</Code>. After{" "}
              <Code>./tidemark quickstart</Code> it is in the file <Code>.tidemark/token</Code>. It is kept in
              this browser tab only.
            </Text>
          )}
        </Stack>
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
