import { TagsInput } from "@mantine/core";
import { labelsWrong } from "../format/labels";

interface LabelsInputProps {
  label: string;
  description: string;
  /** Each as "key=value". */
  value: string[];
  onChange: (words: string[]) => void;
}

/** Labels, typed one after the other. */
export function LabelsInput({ label, description, value, onChange }: LabelsInputProps) {
  return (
    <TagsInput
      label={label}
      description={`${description} Press Enter after each.`}
      placeholder={value.length === 0 ? "env=production" : undefined}
      value={value}
      onChange={onChange}
      // What was typed last counts, too, when somebody goes on without pressing Enter.
      acceptValueOnBlur
      error={labelsWrong(value)}
    />
  );
}
