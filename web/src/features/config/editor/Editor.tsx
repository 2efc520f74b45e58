import '@/theme/mono'
import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension, Transaction } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { ConfigFinding, ConfigOption } from '@/api/types'
import { pageNonce } from '@/ui/nonce'
import { complete } from './complete'
import classes from './Editor.module.css'
import { highlight } from './highlight'
import { language } from './language'
import { marksOf } from './marks'
import { optionAt } from './optionAt'

/** Where the cursor is. */
export interface Caret {
  line: number
  /** The option that the line belongs to, in lower case. */
  option: string | undefined
}

interface Props {
  /** Read out as the name of the field. */
  label: string
  text: string
  /** The line to show, from 1. */
  line?: number | undefined
  findings: readonly ConfigFinding[]
  /** Options whose names are offered while one types. */
  options: readonly ConfigOption[]
  onCaret?: (caret: Caret) => void
  /** Told of each change; without it the text can only be read. */
  onChange?: (text: string) => void
}

/** A configuration file with line numbers, colours and findings in the margin. */
export function Editor({ label, text, line, findings, options, onCaret, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const told = useRef({ onCaret, onChange })
  const offers = useRef(new Compartment())
  useEffect(() => {
    told.current = { onCaret, onChange }
  })
  const readOnly = onChange === undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes later is told to it below
  useEffect(() => {
    if (!place.current) return
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [...common(label, readOnly), offers.current.of([]), listen(told)],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [label, readOnly])
  useEffect(() => {
    if (view.current) putText(view.current, text)
  }, [text])
  useEffect(() => {
    view.current?.dispatch(setDiagnostics(view.current.state, marksOf(view.current.state.doc, findings)))
  }, [findings])
  useEffect(() => {
    const offer = readOnly ? [] : autocompletion({ override: [complete(options)] })
    view.current?.dispatch({ effects: offers.current.reconfigure(offer) })
  }, [options, readOnly])
  useEffect(() => {
    if (view.current && line) showLine(view.current, line)
  }, [line])
  return <div ref={place} className={classes.editor} />
}

function common(label: string, readOnly: boolean): Extension[] {
  return [
    EditorView.cspNonce.of(pageNonce()),
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    drawSelection(),
    history(),
    search({ top: true }),
    language,
    highlight,
    EditorView.lineWrapping,
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': String(readOnly), tabindex: '0' }),
    keymap.of([...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
  ]
}

function listen(told: { current: Pick<Props, 'onCaret' | 'onChange'> }): Extension {
  let known = ''
  return EditorView.updateListener.of(({ state, docChanged, selectionSet, transactions }) => {
    const { onCaret, onChange } = told.current
    if (docChanged && !transactions.some((t) => t.annotation(Transaction.remote))) onChange?.(state.doc.toString())
    if (!docChanged && !selectionSet) return
    const line = state.doc.lineAt(state.selection.main.head).number
    const option = optionAt(state.doc, line)
    if (known !== `${line} ${option}`) onCaret?.({ line, option })
    known = `${line} ${option}`
  })
}

/** Shows another text; one that is there already stays as it is, with cursor and history. */
function putText(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    annotations: Transaction.remote.of(true),
  })
}

function showLine(view: EditorView, line: number): void {
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines))
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
}
