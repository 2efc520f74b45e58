import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { basePath } from '@/api/base'
import { CopyButton } from '@/ui/Address'
import classes from './api.module.css'
import { type ApiDocument, type Content, curl, type Endpoint, type Parameter, type Schema, typeText } from './document'
import { SchemaTree } from './SchemaTree'

interface Props {
  doc: ApiDocument
  endpoint: Endpoint
}

/** One operation: a line that opens to what it takes and what it answers. */
export function EndpointBlock({ doc, endpoint }: Props) {
  const [opened, setOpened] = useState(false)
  return (
    <details className={classes.endpoint} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className={classes.line}>
        <span className={classes.method} data-method={endpoint.method}>
          {endpoint.method.toUpperCase()}
        </span>
        <span className={classes.path}>{endpoint.path}</span>
        <span className={classes.summary}>{endpoint.operation.summary}</span>
      </summary>
      {opened && <Details doc={doc} endpoint={endpoint} />}
    </details>
  )
}

function Details({ doc, endpoint }: Props) {
  const { t } = useLingui()
  const { description, parameters = [], requestBody, responses = {} } = endpoint.operation
  const body = firstSchema(requestBody?.content)
  const command = curl(doc, endpoint, location.origin + basePath.slice(0, -1))
  return (
    <div className={classes.details}>
      {description && <p className={classes.description}>{description}</p>}
      {parameters.length > 0 && (
        <Section title={t`Parameters`}>
          <Parameters doc={doc} parameters={parameters} />
        </Section>
      )}
      {body && (
        <Section title={t`Body`} aside={typeText(doc, body)}>
          <SchemaTree doc={doc} schema={body} />
        </Section>
      )}
      {Object.entries(responses).map(([status, { description: words, content }]) => {
        const schema = firstSchema(content)
        return (
          <Section
            key={status}
            title={status === 'default' ? t`Any other answer` : t`Answer ${status}`}
            aside={schema ? typeText(doc, schema) : words}
          >
            {schema && status !== 'default' && <SchemaTree doc={doc} schema={schema} />}
          </Section>
        )
      })}
      <Section title={<Trans>As a command</Trans>} aside={<CopyButton value={command} />}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
        <pre className={classes.code} tabIndex={0}>
          {command}
        </pre>
      </Section>
    </div>
  )
}

function Section({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children?: ReactNode }) {
  return (
    <div className={classes.section}>
      <h3>
        {title} {aside && <span className={classes.aside}>{aside}</span>}
      </h3>
      {children}
    </div>
  )
}

function Parameters({ doc, parameters }: { doc: ApiDocument; parameters: readonly Parameter[] }) {
  return (
    <dl className={classes.fields}>
      {parameters.map((parameter) => (
        <div key={`${parameter.in}/${parameter.name}`} className={classes.field}>
          <dt>
            {parameter.name}
            {parameter.required && <span className={classes.required}>*</span>}
          </dt>
          <dd>
            <span className={classes.type}>
              {parameter.in} · {typeText(doc, parameter.schema ?? {})}
            </span>
            {parameter.description && <span>{parameter.description}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function firstSchema(content: Content | undefined): Schema | undefined {
  return Object.values(content ?? {})[0]?.schema
}
