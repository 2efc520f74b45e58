import { useLingui } from '@lingui/react/macro'
import { IconDots } from '@tabler/icons-react'
import { type ComponentProps, lazy, Suspense, useState } from 'react'
import type { ConfigPart } from '@/api/types'
import { PlainButton } from '@/ui/PlainButton'
import type { DialogName } from './PartDialogs'

const OpenMenu = lazy(() => import('./PartMenuOpen').then((m) => ({ default: m.PartMenuOpen })))

interface Props {
  host: string
  part: ConfigPart
  onChoose: (dialog: DialogName) => void
}

/** What else can be done with a part. The menu is fetched when it is first opened. */
export function PartMenu({ host, part, onChoose }: Props) {
  const [opened, setOpened] = useState<boolean>()
  const button = <PartMenuButton name={part.name} onClick={() => setOpened(true)} />
  if (opened === undefined) return button
  return (
    <Suspense fallback={button}>
      <OpenMenu host={host} part={part} opened={opened} onChange={setOpened} onChoose={onChoose} />
    </Suspense>
  )
}

/** The button alone; what it is given goes to the element, as a menu's target needs. */
export function PartMenuButton({ name, ...rest }: { name: string } & ComponentProps<'button'>) {
  const { t } = useLingui()
  return (
    <PlainButton aria-haspopup="menu" aria-label={t`More for ${name}`} {...rest}>
      <IconDots size={16} stroke={1.7} aria-hidden="true" />
    </PlainButton>
  )
}
