import { useLingui } from '@lingui/react/macro'
import { specialWords } from '@/lib/special'
import { AddressLink } from '@/ui/Address'
import { Chip } from '@/ui/Chip'
import classes from './allow.module.css'

interface Props {
  addresses: readonly { address: string; special: string }[]
}

/** What a name stands for, each leading to its page; those that are none of the internet say so. */
export function NamedAddresses({ addresses }: Props) {
  const { t } = useLingui()
  return (
    <span className={classes.named}>
      {addresses.map(({ address, special }) => (
        <span key={address}>
          <AddressLink value={address} mono>
            {address}
          </AddressLink>
          {special !== '' && <Chip tone="warn">{specialWords[special] ? t(specialWords[special]) : special}</Chip>}
        </span>
      ))}
    </span>
  )
}
