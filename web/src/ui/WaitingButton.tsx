import { useLingui } from '@lingui/react/macro'
import { formatCount } from '@/lib/numbers'
import classes from './WaitingButton.module.css'

/** Lets in the rows that came while a list was held still. Nothing if there are none. */
export function WaitingButton({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useLingui()
  if (count === 0) return null
  return (
    <button type="button" className={classes.button} onClick={onShow}>
      {t`${formatCount(count)} new – show`}
    </button>
  )
}
