/** The parts of an OpenAPI 3.1 document that the page shows. Everything is optional: the document is read, not trusted. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  default?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  additionalProperties?: boolean | Schema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

export interface Content {
  [mediaType: string]: { schema?: Schema } | undefined
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}

export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content?: Content }
  responses?: Record<string, { description?: string; content?: Content }>
}

export interface ApiDocument {
  info?: { title?: string; version?: string; description?: string }
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

/** An operation with where it stands. */
export interface Endpoint {
  id: string
  method: string
  path: string
  operation: Operation
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** All operations by their first tag, in the document's order. */
export function endpointsByTag(doc: ApiDocument): Map<string, Endpoint[]> {
  const byTag = new Map<string, Endpoint[]>()
  for (const [path, item] of Object.entries(doc.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method]
      if (!operation) continue
      const tag = operation.tags?.[0] ?? ''
      const endpoint = { id: operation.operationId ?? `${method}-${path}`, method, path, operation }
      byTag.set(tag, [...(byTag.get(tag) ?? []), endpoint])
    }
  }
  return byTag
}

/** The schema that a reference leads to, with the name it has in the document. */
export function resolve(doc: ApiDocument, schema: Schema): { name?: string; schema: Schema } {
  const name = schema.$ref?.replace('#/components/schemas/', '')
  if (name === undefined) return { schema }
  return { name, schema: doc.components?.schemas?.[name] ?? {} }
}

/** "array of BanBody", "string (date-time) or null": a type in words. */
export function typeText(doc: ApiDocument, schema: Schema): string {
  const { name } = resolve(doc, schema)
  if (name) return name
  const parts = schema.anyOf ?? schema.oneOf
  if (parts) return parts.map((part) => typeText(doc, part)).join(' or ')
  if (schema.items) return `array of ${typeText(doc, schema.items)}${nullable(schema) ? ' or null' : ''}`
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any')
  return schema.format ? `${type} (${schema.format})` : type
}

/** The schema inside arrays and "or null", whose fields are worth showing. */
export function core(doc: ApiDocument, schema: Schema): Schema {
  const { schema: found } = resolve(doc, schema)
  const part = (found.anyOf ?? found.oneOf)?.find((s) => s.type !== 'null')
  if (part) return core(doc, part)
  return found.items ? core(doc, found.items) : found
}

function nullable(schema: Schema): boolean {
  return Array.isArray(schema.type) && schema.type.includes('null')
}

/** An example value of the right shape, as deep as the references go without repeating themselves. */
export function example(doc: ApiDocument, schema: Schema, seen: readonly string[] = []): unknown {
  const { name, schema: found } = resolve(doc, schema)
  if (name && seen.includes(name)) return {}
  const deeper = name ? [...seen, name] : seen
  const part = (found.anyOf ?? found.oneOf)?.[0]
  if (part) return example(doc, part, deeper)
  if (found.default !== undefined) return found.default
  if (found.enum) return found.enum[0]
  if (found.items) return [example(doc, found.items, deeper)]
  if (found.properties) {
    const required = Object.entries(found.properties).filter(([key]) => found.required?.includes(key) ?? true)
    return Object.fromEntries(required.map(([key, value]) => [key, example(doc, value, deeper)]))
  }
  return plainExample(found)
}

function plainExample(schema: Schema): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0
  if (type === 'boolean') return false
  return type === 'object' ? {} : 'string'
}

/** A command that can be pasted into a shell; the session cookie comes from a file that sign-in wrote. */
export function curl(doc: ApiDocument, { method, path, operation }: Endpoint, origin: string): string {
  const change = method !== 'get'
  const body = operation.requestBody?.content?.['application/json']?.schema
  const lines = [`curl -b cookies.txt${path.endsWith('/session') && method === 'post' ? ' -c cookies.txt' : ''}`]
  if (method !== 'get') lines[0] += ` -X ${method.toUpperCase()}`
  if (change) lines.push(`-H 'X-BanGUI-Request: 1'`)
  if (body)
    lines.push(
      `-H 'Content-Type: application/json'`,
      `-d '${JSON.stringify(example(doc, body)).replaceAll("'", "'\\''")}'`,
    )
  return [...lines, `'${origin}${path}'`].join(' \\\n  ')
}
