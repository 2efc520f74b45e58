import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, Switch } from '@mantine/core'
import { useState } from 'react'
import { setSingleKeys, singleKeysOn } from '@/lib/shortcuts'
import type { OverlayProps } from '@/ui/OnFirstUse'
import classes from './HelpDialog.module.css'
import { pages } from './pages'

/** All keys, and the switch for those without Ctrl. */
export function HelpDialog({ opened, onClose }: OverlayProps) {
  const { t } = useLingui()
  const [single, setSingle] = useState(singleKeysOn)
  const toggle = (on: boolean) => {
    setSingleKeys(on)
    setSingle(on)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t`Keyboard shortcuts`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <dl className={classes.keys}>
        <Row keys={['Ctrl', 'K']} does={t`Search or run a command`} />
        <Row keys={['/']} does={t`Go to the page’s filter`} off={!single} />
        {pages.map(
          (page) => page.key && <Row key={page.to} keys={['g', page.key]} does={t(page.title)} off={!single} />,
        )}
        <Row keys={['[', ']']} does={t`Shorter or longer time range`} off={!single} />
        <Row keys={['?']} does={t`Show this list`} off={!single} />
        <Row keys={['Esc']} does={t`Close what is open`} />
      </dl>
      <Switch
        checked={single}
        onChange={(event) => toggle(event.currentTarget.checked)}
        label={<Trans>Keys without Ctrl</Trans>}
        description={<Trans>Switch them off if they get in the way of speech input or a screen reader.</Trans>}
      />
    </Modal>
  )
}

function Row({ keys, does, off }: { keys: readonly string[]; does: string; off?: boolean }) {
  return (
    <div className={classes.row} data-off={off || undefined}>
      <dt>{does}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  )
}
