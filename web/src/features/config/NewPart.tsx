import { useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { lazy, useState } from 'react'
import { useMay } from '@/api/may'
import { OnFirstUse } from '@/ui/OnFirstUse'
import { PlainButton } from '@/ui/PlainButton'
import type { ConfigTab } from './search'

const NewJailModal = lazy(() => import('./NewJailModal').then((m) => ({ default: m.NewJailModal })))
const NewDefinitionModal = lazy(() => import('./NewDefinitionModal').then((m) => ({ default: m.NewDefinitionModal })))

/** Makes one more of what a list has. Nothing for files, which come into being with what is made. */
export function NewPart({ host, parts }: { host: string; parts: ConfigTab }) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const may = useMay('config.write')
  const words = {
    jails: t`New jail`,
    filters: t`New filter`,
    actions: t`New action`,
    files: undefined,
    server: undefined,
  }
  const label = words[parts]
  if (!may || label === undefined) return null
  const props = { host, opened, onClose: () => setOpened(false) }
  return (
    <>
      <PlainButton
        aria-label={label}
        title={label}
        icon={<IconPlus size={16} stroke={1.7} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      />
      {parts === 'jails' ? (
        <OnFirstUse component={NewJailModal} props={props} />
      ) : (
        <OnFirstUse
          key={parts}
          component={NewDefinitionModal}
          props={{ ...props, kind: parts === 'filters' ? 'filter' : 'action' }}
        />
      )}
    </>
  )
}
