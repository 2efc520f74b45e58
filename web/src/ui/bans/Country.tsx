import { countryName } from '@/lib/country'
import { Chip } from '@/ui/Chip'

/** The code of a country with its name in the tooltip; a dash if it is not known. */
export function Country({ code }: { code: string }) {
  if (code === '') return <span className="dim">–</span>
  return (
    <Chip code words={countryName(code)}>
      {code}
    </Chip>
  )
}
