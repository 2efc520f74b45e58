import classes from './LineParts.module.css'

interface Part {
  text: string
  role: string
  name: string
}

/** A line of a log cut into pieces: the date dim, what matched in full colour, address and user with a ground of their own. */
export function LineParts({ parts }: { parts: readonly Part[] }) {
  return parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
    <span key={i} className={classes.part} data-role={part.role} title={part.name || undefined}>
      {part.text}
    </span>
  ))
}
