const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;
const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/**
 * Bytes for reading at a glance, in binary units with three significant digits: "1.50 GiB", "64.0 KiB", "512 B".
 * Cut, never rounded up: 1023.99 MiB is not shown as a gibibyte that is not there.
 */
export function formatBytes(bytes: number): string {
  const sign = bytes < 0 ? "-" : "";
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) return `${sign}${Math.trunc(value)} B`;
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const scale = 10 ** digits;
  return `${sign}${(Math.trunc(value * scale) / scale).toFixed(digits)} ${UNITS[unit]}`;
}

/** The exact count: "1,610,612,736 bytes". */
export function exactBytes(bytes: number): string {
  return `${grouped.format(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

export function formatCount(count: number): string {
  return grouped.format(count);
}
