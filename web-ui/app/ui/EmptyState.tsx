import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  /** What to do next. */
  children: ReactNode;
}

export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <Stack gap="sm" p="lg" maw={780}>
      <Text fw={600}>{title}</Text>
      {children}
    </Stack>
  );
}
