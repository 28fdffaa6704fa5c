import { Badge, Group, Text } from "@mantine/core";
import { labelWords } from "../format/labels";
import { MAY } from "./roles";

interface RightsTextProps {
  role: string;
  bounds: Readonly<Record<string, string>>;
}

/** A role, and the labels that bound it. */
export function RightsText({ role, bounds }: RightsTextProps) {
  const labels = labelWords(bounds);
  return (
    <>
      <Text size="sm" title={role in MAY ? MAY[role as keyof typeof MAY] : undefined}>
        {role}
      </Text>
      {labels.length > 0 && (
        <Group gap={4} mt={2}>
          {labels.map((label) => (
            <Badge key={label} size="sm" variant="default" tt="none" title="Only machines with this label">
              {label}
            </Badge>
          ))}
        </Group>
      )}
    </>
  );
}
