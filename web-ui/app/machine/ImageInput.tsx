import { Autocomplete, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { poolImagesQuery } from "../api/queries";
import type { SeenImage } from "../api/types";
import { formatBytes } from "../format/bytes";
import { formatTime } from "../format/time";

const PAUSE_MS = 200;

interface ImageInputProps {
  label: string;
  pool: string;
  value: string;
  /** Paths that are chosen already, so not offered again. */
  taken: readonly string[];
  error: string | null;
  onChange: (path: string) => void;
}

/** An image of a pool: chosen from those that its workers see and no machine has, or typed. */
export function ImageInput({ label, pool, value, taken, error, onChange }: ImageInputProps) {
  const [containing] = useDebouncedValue(value.trim(), PAUSE_MS);
  const query = useQuery(poolImagesQuery(pool, containing));
  const seen = new Map(query.data?.items.map((image) => [image.path, image]));
  return (
    <Autocomplete
      label={label}
      description={descriptionOf(pool, query.error, query.data?.items.length, containing)}
      inputWrapperOrder={["label", "input", "description", "error"]}
      placeholder="/var/lib/libvirt/images/web-01.qcow2"
      value={value}
      onChange={onChange}
      data={[...seen.keys()].filter((path) => !taken.includes(path))}
      // The server has looked for what was typed.
      filter={({ options }) => options}
      renderOption={({ option }) => <ImageOption path={option.value} image={seen.get(option.value)} />}
      maxDropdownHeight={280}
      error={error}
    />
  );
}

function ImageOption({ path, image }: { path: string; image: SeenImage | undefined }) {
  return (
    <div>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {path}
      </Text>
      {image !== undefined && (
        <Text size="xs" opacity={0.75}>
          {formatBytes(image.bytes)}, changed {formatTime(image.modifiedAt)}, seen by{" "}
          {image.workers.join(", ")}
        </Text>
      )}
    </div>
  );
}

function descriptionOf(
  pool: string,
  problem: unknown,
  count: number | undefined,
  containing: string,
): string {
  if (problem !== null)
    return `What the workers of pool ${pool} see could not be read (${asProblem(problem).message}). Type the path.`;
  if (count === 0 && containing === "")
    return `The workers of pool ${pool} have told of no image that no machine has. Type the path.`;
  return "Choose one that the workers see and no machine has, or type an absolute path.";
}
