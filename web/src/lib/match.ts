/** True if every word of the query begins somewhere in the text, without regard to case; an empty query fits everything. */
export function matches(text: string, query: string): boolean {
  const inText = text.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => inText.includes(word))
}
