import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { JailDetail } from '@/api/types'
import { CopyButton } from '@/ui/Address'
import { Card } from '@/ui/Card'
import '@/theme/mono'
import classes from './OverviewTab.module.css'
import { RuleText } from './RuleText'

type Settings = NonNullable<JailDetail['settings']>

/** How a jail decides and what it reads, in words. */
export function FactsCard({ jail, settings }: { jail: JailDetail; settings: Settings }) {
  const { t } = useLingui()
  const { log_paths: paths, journal_matches: matches } = settings
  return (
    <Card title={t`How it works`}>
      <dl className={classes.facts}>
        <Fact term={t`Rule`}>
          <RuleText settings={settings} />
        </Fact>
        <Fact term={t`Backend`}>{jail.backend || <Unknown />}</Fact>
        {(paths.length > 0 || matches.length === 0) && (
          <Fact term={t`Log files`}>
            <Texts items={paths} />
          </Fact>
        )}
        {matches.length > 0 && (
          <Fact term={t`Journal`}>
            <Texts items={matches} />
          </Fact>
        )}
        <Fact term={t`Log encoding`}>
          {settings.log_encoding || '–'}
          {settings.log_timezone && `, ${settings.log_timezone}`}
        </Fact>
        {settings.max_lines > 1 && <Fact term={t`Lines per match`}>{settings.max_lines}</Fact>}
        {settings.ignore_command && (
          <Fact term={t`Ignore command`}>
            <Texts items={[settings.ignore_command]} />
          </Fact>
        )}
      </dl>
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Unknown() {
  return (
    <span className="dim">
      <Trans>Not told by this version of fail2ban</Trans>
    </span>
  )
}

function Texts({ items }: { items: readonly string[] }) {
  if (items.length === 0) {
    return (
      <span className="dim">
        <Trans>None: this jail reads nothing</Trans>
      </span>
    )
  }
  return (
    <ul className={classes.paths}>
      {items.map((item) => (
        <li key={item} className={classes.path}>
          <code>{item}</code>
          <CopyButton value={item} />
        </li>
      ))}
    </ul>
  )
}
