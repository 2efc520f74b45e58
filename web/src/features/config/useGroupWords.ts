import { useLingui } from '@lingui/react/macro'

/** What the groups of options are called. A group that is not known here has its own name. */
export function useGroupWords(): (group: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    basics: t`Basics`,
    bans: t`When and for how long`,
    longer: t`Longer bans for repeat offenders`,
    ignore: t`Who is never banned`,
    logs: t`What is read`,
    expressions: t`Expressions`,
    actions: t`What is done`,
    mail: t`Mail and reports`,
    recipes: t`Recipes`,
    commands: t`Commands`,
    parameters: t`Parameters`,
    log: t`Log`,
    database: t`Database`,
    process: t`Process`,
    others: t`Variables`,
  }
  return (group) => words[group] ?? group
}
