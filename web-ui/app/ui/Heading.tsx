import { Breadcrumbs, Group, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";

interface HeadingProps {
  title: string;
  /** The pages above this one. */
  above?: readonly { title: string; to: string }[];
  beside?: ReactNode;
  children?: ReactNode;
}

/** A page's title, the way back up, and its main actions. */
export function Heading({ title, above = [], beside, children }: HeadingProps) {
  return (
    <Stack gap={4}>
      <title>{`${title} · Tidemark`}</title>
      {above.length > 0 && (
        <Breadcrumbs fz="sm">
          {above.map((page) => (
            <Link key={page.to} to={page.to} className="plain">
              {page.title}
            </Link>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="center">
        <Group gap="sm">
          <Title order={1} size="h2">
            {title}
          </Title>
          {beside}
        </Group>
        <Group gap="xs">{children}</Group>
      </Group>
    </Stack>
  );
}
