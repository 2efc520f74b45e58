import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import classes from './ConfigList.module.css'

/** Which host's configuration is shown, where there are several. */
export function HostSelect({ hosts, value }: { hosts: readonly string[]; value: string }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  return (
    <select
      className={classes.select}
      aria-label={t`Host`}
      value={value}
      onChange={(event) => void navigate({ to: '/configuration', search: { host: event.currentTarget.value } })}
    >
      {hosts.map((host) => (
        <option key={host} value={host}>
          {host}
        </option>
      ))}
    </select>
  )
}
