import { IconShieldHalf } from '@tabler/icons-react'
import classes from './Brand.module.css'

/** Mark and name. */
export function Brand() {
  return (
    <div className={classes.brand}>
      <IconShieldHalf size={22} stroke={1.9} aria-hidden="true" />
      BanGUI
    </div>
  )
}
