import { asApiError } from '@/lib/problem'
import { Mend } from '@/ui/StaleBanner'
import classes from './parts.module.css'

/** What the server says against a form, unless a field shows it: `shown` are the names of those that do. */
export function FormProblem({ error, shown }: { error: unknown; shown: readonly string[] }) {
  if (error === undefined) return null
  const problem = asApiError(error)
  if (Object.keys(problem.formErrors()).some((name) => shown.includes(name))) return null
  return (
    <p className={classes.bad} role="alert">
      {problem.message} <Mend text={problem.mend} />
    </p>
  )
}
