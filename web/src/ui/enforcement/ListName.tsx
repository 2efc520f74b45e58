import { Link } from '@tanstack/react-router'

/** The name of a block list; leads to it. */
export function ListName({ list }: { list: { id: number; name: string } }) {
  return (
    <Link to="/blocklists/$id" params={{ id: String(list.id) }}>
      {list.name}
    </Link>
  )
}
