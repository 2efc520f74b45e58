import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { exportUrl, type HistoryFilters } from '@/api/history'

/** Downloads all bans that match, however many. The server writes them as they are read, so nothing is to be waited for. */
export function ExportMenu({ filters }: { filters: HistoryFilters }) {
  const { t } = useLingui()
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />}>
          <Trans>Export</Trans>
        </Button>
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
