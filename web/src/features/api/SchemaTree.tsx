import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import classes from './api.module.css'
import { type ApiDocument, core, type Schema, typeText } from './document'

/** The fields of an object; a field that has fields itself opens on demand, so that a schema may refer to itself. */
export function SchemaTree({ doc, schema }: { doc: ApiDocument; schema: Schema }) {
  const { properties, required = [] } = core(doc, schema)
  if (!properties) return null
  return (
    <dl className={classes.fields}>
      {Object.entries(properties).map(([name, field]) => (
        <Field key={name} doc={doc} name={name} schema={field} required={required.includes(name)} />
      ))}
    </dl>
  )
}

interface FieldProps {
  doc: ApiDocument
  name: string
  schema: Schema
  required: boolean
}

function Field({ doc, name, schema, required }: FieldProps) {
  const [opened, setOpened] = useState(false)
  const inner = core(doc, schema)
  return (
    <div className={classes.field}>
      <dt>
        {name}
        {required && <span className={classes.required}>*</span>}
      </dt>
      <dd>
        <span className={classes.type}>{typeText(doc, schema)}</span>
        {schema.description && <span>{schema.description}</span>}
        {inner.enum && <span className={classes.type}>{inner.enum.map(String).join(' | ')}</span>}
        {inner.properties && (
          <button type="button" className={classes.more} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {opened ? <Trans>Hide fields</Trans> : <Trans>Show fields</Trans>}
          </button>
        )}
      </dd>
      {opened && <SchemaTree doc={doc} schema={schema} />}
    </div>
  )
}
