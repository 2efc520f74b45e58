import { useLingui } from '@lingui/react/macro'
import { Item, ItemList } from '@/ui/ItemList'
import { type AllowanceListProps, StateChip, Until, Where } from './words'

/** Allowances on a phone; a tap tells all of one, with what can be done. */
export function AllowancesItems({ allowances, actions }: AllowanceListProps) {
  const { t } = useLingui()
  return (
    <ItemList label={t`Allowances`}>
      {allowances.map((one) => (
        <Item
          key={one.id}
          head={<span className="mono">{one.address}</span>}
          aside={<Until one={one} />}
          detail={
            <>
              <StateChip one={one} />
              <span>
                <Where one={one} />
              </span>
              <span>{one.by}</span>
            </>
          }
          onOpen={() => actions.show(one)}
        />
      ))}
    </ItemList>
  )
}
