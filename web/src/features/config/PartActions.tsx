import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '@/api/may'
import type { ConfigPart } from '@/api/types'
import { PlainButton } from '@/ui/PlainButton'
import { type DialogName, PartDialogs } from './PartDialogs'
import { PartMenu } from './PartMenu'
import { useKeepInDraft } from './useKeepInDraft'

interface Props {
  host: string
  part: ConfigPart
}

/** What can be made of a part: switch a jail on and off, copy it, use it elsewhere, remove what we say of it. All of it goes to the draft. */
export function PartActions({ host, part }: Props) {
  const [dialog, setDialog] = useState<DialogName>()
  if (!useMay('config.write') || part.kind === 'server') return null
  return (
    <>
      {part.kind === 'jail' &&
        (part.enabled ? (
          <Deactivate host={host} jail={part.name} />
        ) : (
          <PlainButton primary icon={<IconPlayerPlay size={15} stroke={1.7} />} onClick={() => setDialog('activate')}>
            <Trans>Activate…</Trans>
          </PlainButton>
        ))}
      <PartMenu host={host} part={part} onChoose={setDialog} />
      <PartDialogs host={host} part={part} dialog={dialog} onClose={() => setDialog(undefined)} />
    </>
  )
}

function Deactivate({ host, jail }: { host: string; jail: string }) {
  const { t } = useLingui()
  const { edit, busy } = useKeepInDraft(host)
  return (
    <PlainButton
      icon={<IconPlayerStop size={15} stroke={1.7} />}
      disabled={busy}
      title={t`Goes to your draft; it is stopped when you apply that`}
      onClick={() => void edit([{ op: 'set', section: jail, option: 'enabled', value: 'false' }], 'review')}
    >
      <Trans>Deactivate</Trans>
    </PlainButton>
  )
}
