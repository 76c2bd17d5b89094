// Numbers as they stand. Nothing is rounded: a decimal is written out, a fraction arrives as text.

export const hours = (value) => (value === null || value === undefined ? "–" : plain(value));

const plain = (value) => {
  const digits = { useGrouping: false, maximumFractionDigits: 20 };
  const written = String(value);
  return typeof value === "number" && written.includes("e") ? value.toLocaleString("en", digits) : written;
};

/** A number for the length of a bar; only for drawing. */
export function length(value) {
  if (typeof value !== "string") return value ?? 0;
  const [above, below = "1"] = value.split("/");
  return Number(above) / Number(below);
}

/** The device's own day. */
export function deviceDay(now = new Date()) {
  const two = (part) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** "2025-12-17" -> {year: "2025", day: "12月17日"} */
export function dayParts(day) {
  const [year, month, date] = day.split("-");
  return { year, day: `${Number(month)}月${Number(date)}日` };
}
