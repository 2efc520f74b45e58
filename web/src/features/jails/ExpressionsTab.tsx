import { Plural, useLingui } from '@lingui/react/macro'
import type { JailDetail } from '@/api/types'
import { Card } from '@/ui/Card'
import { CodeBlock } from '@/ui/CodeBlock'
import { RegexText } from '@/ui/RegexText'
import classes from './ExpressionsTab.module.css'

type Settings = NonNullable<JailDetail['settings']>

/** The regular expressions by which a jail finds attacks, with their tags expanded, as fail2ban uses them. */
export function ExpressionsTab({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  return (
    <>
      <Expressions
        title={t`Fail expressions`}
        help={t`A line that one of these matches counts as a failed attempt.`}
        none={t`None: this jail never finds a failed attempt.`}
        items={settings.fail_regex}
      />
      <Expressions
        title={t`Ignore expressions`}
        help={t`A line that one of these matches is passed over.`}
        none={t`None: no line is passed over.`}
        items={settings.ignore_regex}
      />
      <Expressions
        title={t`Prefix expression`}
        help={t`Every line must match this first; the others see only what it leaves.`}
        none={t`None: the expressions see whole lines.`}
        items={[settings.pref_regex].filter(Boolean)}
      />
      <Expressions
        title={t`Date pattern`}
        help={t`How the time of a line is found.`}
        none={t`None: lines count as of when they are read.`}
        items={[settings.date_pattern].filter(Boolean)}
      />
    </>
  )
}

interface ExpressionsProps {
  title: string
  help: string
  none: string
  items: readonly string[]
}

function Expressions({ title, help, none, items }: ExpressionsProps) {
  const { t } = useLingui()
  const many = items.length > 1
  return (
    <Card title={title} aside={many && <Plural value={items.length} one="# expression" other="# expressions" />}>
      <p className={`note ${classes.help}`}>{items.length > 0 ? help : none}</p>
      {items.length > 0 && (
        <ol className={classes.list}>
          {items.map((item, i) => (
            <li key={item} className={many ? classes.item : undefined}>
              <CodeBlock value={item} copyLabel={many ? t`Copy expression ${i + 1} of: ${title}` : t`Copy: ${title}`}>
                <RegexText text={item} />
              </CodeBlock>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
