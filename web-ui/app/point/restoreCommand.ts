import type { RestoreFormat } from "../api/types";

interface Restore {
  readonly point: string;
  readonly disk: string;
  readonly target: string;
  readonly format: RestoreFormat;
  readonly location: string | null;
}

/** The command that restores with nothing but the repository, as a reader would type it. */
export function restoreCommand({ point, disk, target, format, location }: Restore): string {
  const to = target === "" ? "FILE" : quoted(target);
  const repository = location === null ? "REPOSITORY" : quoted(location);
  return [
    `tidemark restore ${point}`,
    `--repository ${repository}`,
    `--disk ${quoted(disk)} --to ${to} --format ${format}`,
  ].join(" \\\n  ");
}

/** Safe to paste into a shell, whatever the text holds. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
