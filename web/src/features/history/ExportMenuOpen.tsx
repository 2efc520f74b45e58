import { Trans, useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { exportUrl, type HistoryFilters } from '@/api/history'
import { ExportButton } from './ExportMenu'

interface Props {
  filters: HistoryFilters
  opened: boolean
  onChange: (opened: boolean) => void
}

/** The menu of an ExportMenu with its button. */
export function ExportMenuOpen({ filters, opened, onChange }: Props) {
  const { t } = useLingui()
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <ExportButton aria-expanded={opened} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t`All bans that match`}</Menu.Label>
        <Menu.Item component="a" href={exportUrl(filters, 'csv')} download>
          <Trans>CSV, for spreadsheets</Trans>
        </Menu.Item>
        <Menu.Item component="a" href={exportUrl(filters, 'jsonl')} download>
          <Trans>JSON lines, for programs</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
