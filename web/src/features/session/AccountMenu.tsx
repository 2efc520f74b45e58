import { Trans, useLingui } from '@lingui/react/macro'
import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sessionQuery } from '@/api/queries'
import { recall, remember } from '@/lib/storage'
import { IconButton } from '@/ui/IconButton'
import classes from './AccountMenu.module.css'
import { useSignOut } from './useSignOut'

/** Who is signed in, how the pages look, and the way out. */
export function AccountMenu({ opened, onChange }: { opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useLingui()
  const signOut = useSignOut()
  const { data: session } = useQuery({ ...sessionQuery, enabled: false })
  return (
    <Menu
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={232}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <IconButton className={classes.target} aria-label={t`Account`}>
          <IconUserCircle size={21} stroke={1.6} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <span className={classes.name}>{session?.user.username}</span>
          <span>{session?.user.role}</span>
        </div>
        <Menu.Divider />
        <Schemes />
        <Menu.Divider />
        <Densities />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} aria-hidden="true" />} onClick={signOut}>
          <Trans>Sign out</Trans>
        </Menu.Item>
        <div className={classes.version}>BanGUI {session?.version}</div>
      </Menu.Dropdown>
    </Menu>
  )
}

function Schemes() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Choices
      label={t`Colours`}
      value={colorScheme}
      onChange={setColorScheme}
      options={[
        { value: 'auto', label: t`As the system` },
        { value: 'light', label: t`Light` },
        { value: 'dark', label: t`Dark` },
      ]}
    />
  )
}

function Densities() {
  const { t } = useLingui()
  const [density, setDensity] = useState(() => recall('bangui.density') ?? 'normal')
  const choose = (value: string) => {
    remember('bangui.density', value)
    document.documentElement.dataset['density'] = value
    setDensity(value)
  }
  return (
    <Choices
      label={t`Rows`}
      value={density}
      onChange={choose}
      options={[
        { value: 'compact', label: t`Compact` },
        { value: 'normal', label: t`Normal` },
        { value: 'roomy', label: t`Roomy` },
      ]}
    />
  )
}

interface ChoicesProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

function Choices<T extends string>({ label, value, options, onChange }: ChoicesProps<T>) {
  return (
    <Menu.RadioGroup value={value} onChange={(chosen) => onChange(chosen as T)}>
      <Menu.Label>{label}</Menu.Label>
      {options.map((option) => (
        <Menu.RadioItem key={option.value} value={option.value}>
          {option.label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}
