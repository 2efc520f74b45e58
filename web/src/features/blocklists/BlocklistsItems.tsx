import { Trans, useLingui } from '@lingui/react/macro'
import { formatCount } from '@/lib/numbers'
import classes from './blocklists.module.css'
import {
  AddedRemoved,
  Age,
  HealthChip,
  ImportButton,
  ImportProgress,
  ListName,
  ListSwitch,
  type ListsProps,
  NextImport,
} from './listParts'

/** All block lists on a narrow screen. */
export function BlocklistsItems({ lists }: ListsProps) {
  const { t } = useLingui()
  return (
    <ul className={classes.items} aria-label={t`Block lists`}>
      {lists.map((list) => (
        <li key={list.id} className={classes.item} data-off={!list.enabled || undefined}>
          <div className={classes.itemHead}>
            <div className={classes.itemName}>
              <ListName list={list} />
            </div>
            <HealthChip list={list} />
            <ListSwitch list={list} />
          </div>
          <dl className={classes.itemFacts}>
            <dt>
              <Trans>Entries</Trans>
            </dt>
            <dd>
              {list.contents ? (
                <>
                  {formatCount(list.contents.entries)} <AddedRemoved {...list.contents} />
                </>
              ) : (
                '–'
              )}
            </dd>
            <dt>
              <Trans>Contents</Trans>
            </dt>
            <dd>
              <Age list={list} />
            </dd>
            <dt>
              <Trans>Next</Trans>
            </dt>
            <dd>
              <NextImport list={list} />
            </dd>
          </dl>
          <ImportProgress list={list} />
          <ImportButton list={list} />
        </li>
      ))}
    </ul>
  )
}
