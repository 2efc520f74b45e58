import { useLingui } from '@lingui/react/macro'
import { Item, ItemList } from '@/ui/ItemList'
import { type AllowanceListProps, StateChip, Until, Where } from './words'

/** The allow list on a phone; a tap tells all of one, with what can be done. */
export function AllowancesItems({ allowances, actions }: AllowanceListProps) {
  const { t } = useLingui()
  return (
    <ItemList label={t`Allow list`}>
      {allowances.map((one) => (
        <Item
          key={one.id}
          head={<span className="mono">{one.address}</span>}
          aside={<Until one={one} />}
          detail={
            <>
              <StateChip one={one} />
              {one.answer && one.answer.addresses.length > 0 && (
                <span className="mono">{one.answer.addresses.map(({ address }) => address).join(' ')}</span>
              )}
              <span>
                <Where one={one} />
              </span>
              <span>{one.note || one.by}</span>
            </>
          }
          onOpen={() => actions.show(one)}
        />
      ))}
    </ItemList>
  )
}
