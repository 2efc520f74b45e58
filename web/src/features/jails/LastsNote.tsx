import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { hostsQuery } from '@/api/queries'

/** Says how long changes last that are made while a jail runs, and where those belong that should last longer. */
export function LastsNote({ host }: { host: string }) {
  const { data } = useQuery(hostsQuery)
  const directory = data?.items.find((h) => h.name === host)?.paths.config_dir
  const file = `${directory || '/etc/fail2ban'}/jail.local`
  return (
    <p className="note">
      <Trans>
        Changes made here last until the next reload of the jail or restart of fail2ban. What should last belongs into a{' '}
        <code>.local</code> file, such as <code>{file}</code>.
      </Trans>
    </p>
  )
}
