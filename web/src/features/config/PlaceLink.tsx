import { Link } from '@tanstack/react-router'
import '@/theme/mono'
import classes from './links.module.css'

interface Props {
  host: string
  /** Below the directory of the configuration, or an absolute path outside. */
  file: string
  /** From 1; 0 is the whole file. */
  line: number
}

/** A place in a file; leads to the file at that line. Files outside of the directory are only named. */
export function PlaceLink({ host, file, line }: Props) {
  const words = line > 0 ? `${file}:${line}` : file
  if (file.startsWith('/')) return <span className={classes.place}>{words}</span>
  return (
    <Link
      to="/configuration/$host/file"
      params={{ host }}
      search={({ parts, q }) => ({ parts, q, name: file, line: line || undefined })}
      className={classes.place}
    >
      {words}
    </Link>
  )
}
