import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { formatCount } from '@/lib/numbers'
import { droppedWords } from '@/ui/enforcement/amounts'
import { ListName } from '@/ui/enforcement/ListName'
import { Item, ItemList } from '@/ui/ItemList'
import { AgreementChip } from './agreement'
import classes from './enforcement.module.css'
import type { ListsProps } from './ListsTable'

/** The lists of a host on a phone. */
export function ListsItems({ host, lists }: ListsProps) {
  const { t } = useLingui()
  return (
    <div className={classes.lists}>
      <ItemList label={t`Lists on ${host}`}>
        {lists.map((list) => (
          <Item
            key={list.id}
            head={<ListName list={list} />}
            aside={<AgreementChip list={list} />}
            detail={
              <>
                <span>{t`${plural(list.addresses, { one: '# address', other: '# addresses' })} and ${plural(list.networks, { one: '# network', other: '# networks' })}`}</span>
                {list.subtracted > 0 && <span>{t`${formatCount(list.subtracted)} left out`}</span>}
                <span>{t`dropped ${droppedWords(list)}`}</span>
              </>
            }
          />
        ))}
      </ItemList>
    </div>
  )
}
