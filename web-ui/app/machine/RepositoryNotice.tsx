import { Alert, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Repository } from "../api/types";
import { CommandLine } from "../ui/CommandLine";
import { AlertIcon } from "../ui/icons";
import { createRepositoryCommand } from "./commands";

/** Says what is missing before anything can be backed up; nothing when a repository is ready. */
export function RepositoryNotice({ repositories }: { repositories: readonly Repository[] | undefined }) {
  if (repositories === undefined || repositories.some((repository) => repository.state === "ready"))
    return null;
  if (repositories.length === 0) {
    return (
      <Alert color="yellow" icon={<AlertIcon size={18} />} title="There is no repository yet">
        <Stack gap="xs">
          <Text size="sm">
            Backups need a place to go: an S3 bucket with a prefix, or a directory (file:/backups).
          </Text>
          <CommandLine label="Create a repository" command={createRepositoryCommand()} />
        </Stack>
      </Alert>
    );
  }
  return (
    <Alert color="yellow" icon={<AlertIcon size={18} />} title="No repository is ready">
      {repositories.map((repository) => (
        <Text size="sm" key={repository.id}>
          {repository.name} ({repository.location}) is {repository.state}.{" "}
          {repository.connectRun !== null && (
            <Link to={`/runs/${repository.connectRun}`} className="plain">
              See its connection run
            </Link>
          )}
        </Text>
      ))}
    </Alert>
  );
}
