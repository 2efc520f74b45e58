import { Trans, useLingui } from '@lingui/react/macro'
import { IconColumns3 } from '@tabler/icons-react'
import { PopoverButton } from '@/ui/PopoverButton'
import { type ColumnChoice, columnKeys, columnNames } from './columns'
import classes from './history.module.css'

/** Says which columns the table has, and remembers it in this browser. */
export function ColumnChooser({ choice }: { choice: ColumnChoice }) {
  const { t } = useLingui()
  return (
    <PopoverButton
      className={classes.columnsButton}
      dialog={t`Columns`}
      position="bottom-end"
      content={() => (
        <fieldset className={classes.columns}>
          <legend className="sr">
            <Trans>Columns</Trans>
          </legend>
          {columnKeys.map((key, i) => (
            <label key={key}>
              <input
                type="checkbox"
                data-autofocus={i === 0 || undefined}
                checked={!choice.hidden.has(key)}
                onChange={() => choice.toggle(key)}
              />
              {t(columnNames[key])}
            </label>
          ))}
          <button type="button" disabled={choice.hidden.size === 0} onClick={choice.reset}>
            <Trans>Show all</Trans>
          </button>
        </fieldset>
      )}
    >
      <IconColumns3 size={15} stroke={1.7} aria-hidden="true" />
      <Trans>Columns</Trans>
      {choice.hidden.size > 0 && (
        <span className="sr">
          <Trans>{choice.hidden.size} hidden</Trans>
        </span>
      )}
    </PopoverButton>
  )
}
