/** Labels as they are typed: "env=production". */
export function labelWords(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

/** What is wrong with labels as they were typed; null when nothing is. The server checks keys and values. */
export function labelsWrong(words: readonly string[]): string | null {
  const unreadable = words.find((word) => word.indexOf("=") <= 0 || word.endsWith("="));
  if (unreadable !== undefined)
    return `“${unreadable}” is no label. Write key and value, such as env=production.`;
  const keys = words.map((word) => word.slice(0, word.indexOf("=")));
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  return repeated === undefined ? null : `The label ${repeated} is given twice.`;
}

/** The labels that were typed; `labelsWrong` has found nothing wrong with them. */
export function labelsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
}
