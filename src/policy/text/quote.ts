/** Values in quotes, the first few of many. */
export function quoteList(values: readonly string[]): string {
  if (values.length === 1) return `"${values[0]}"`;
  const shown = values.slice(0, 4).join('", "');
  return values.length > 4 ? `"${shown}", … (${values.length} values)` : `"${shown}"`;
}
