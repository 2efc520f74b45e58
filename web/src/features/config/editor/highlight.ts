import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import classes from './Editor.module.css'
import { tags } from './language'

/** The pieces of a file get classes, so that the colours follow the theme of the page. */
export const highlight = syntaxHighlighting(
  HighlightStyle.define(Object.entries(tags).map(([name, tag]) => ({ tag, class: classes[name] ?? '' }))),
)
