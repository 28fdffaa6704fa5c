import { Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { useRouteError } from "react-router";

/** A defect of the dashboard: say so, and offer the way out. */
export function CrashPage() {
  const thrown = useRouteError();
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return (
    <Container size="sm" py="xl">
      <Stack role="alert">
        <Title order={1} size="h2">
          This page failed
        </Title>
        <Text>
          The dashboard made a mistake: {words}. Backups are not affected; runs go on in the server and its
          workers.
        </Text>
        <Group>
          <Button onClick={() => window.location.reload()}>Load the page again</Button>
        </Group>
      </Stack>
    </Container>
  );
}
