import { useLingui } from '@lingui/react/macro'
import type { TestResult } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { RegexText } from '@/ui/RegexText'
import classes from './workbench.module.css'

/** All expressions with how many lines each matched. */
export function HitList({ result }: { result: TestResult }) {
  const { t } = useLingui()
  const { expressions, hits, ignore_hits } = result
  return (
    <div className={classes.hits}>
      <Hits title={t`failregex`} texts={expressions.fail_regex} hits={hits} />
      {expressions.ignore_regex.length > 0 && (
        <Hits title={t`ignoreregex`} texts={expressions.ignore_regex} hits={ignore_hits} />
      )}
    </div>
  )
}

function Hits({ title, texts, hits }: { title: string; texts: readonly string[]; hits: readonly number[] }) {
  const { t } = useLingui()
  return (
    <table className={classes.hitTable}>
      <caption className={classes.hitTitle}>{title}</caption>
      <thead className="sr">
        <tr>
          <th scope="col">{t`Number`}</th>
          <th scope="col">{t`Lines`}</th>
          <th scope="col">{t`Expression`}</th>
        </tr>
      </thead>
      <tbody>
        {texts.map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what it is
          <tr key={i} data-none={!hits[i] || undefined}>
            <td className="num dim">{i + 1}</td>
            <td className={`${classes.hitCount} num`}>{formatCount(hits[i] ?? 0)}</td>
            <td className={`${classes.hitText} mono`}>
              <RegexText text={text} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
