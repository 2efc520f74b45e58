import { useLingui } from '@lingui/react/macro'
import type { ListFormat } from '@/api/types'
import { formatWords } from './words'

/** How a list is written, in words; the server's own word for what this page does not know. */
export function FormatName({ format, gzip }: { format: string; gzip?: boolean }) {
  const { t } = useLingui()
  const known = (Object.keys(formatWords) as ListFormat['kind'][]).find((kind) => kind === format)
  const name = known ? t(formatWords[known]) : format || '–'
  return <>{gzip ? t`${name}; packed with gzip` : name}</>
}
