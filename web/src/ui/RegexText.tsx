import { Fragment } from 'react'
import { regexTokens } from '@/lib/regexTokens'
import classes from './RegexText.module.css'

/** A regular expression in colours: groups, escapes, sets and operators. */
export function RegexText({ text }: { text: string }) {
  return regexTokens(text).map((token, i) =>
    token.kind === 'text' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
      <Fragment key={i}>{token.text}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
      <span key={i} className={classes[token.kind]}>
        {token.text}
      </span>
    ),
  )
}
