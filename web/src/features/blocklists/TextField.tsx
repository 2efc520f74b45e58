import { Trans, useLingui } from '@lingui/react/macro'
import { Button, FileButton, Textarea } from '@mantine/core'
import { useState } from 'react'
import { formatBytes } from '@/lib/bytes'
import classes from './blocklists.module.css'
import type { ListFields } from './listFields'
import { mostUpload, readListFile } from './listFile'

interface Props {
  /** `text` is undefined while nothing was given. */
  value: Pick<ListFields, 'text' | 'file'>
  onChange: (value: Pick<ListFields, 'text' | 'file'>) => void
  error: string | undefined
}

/** A list that is pasted or read from a file. A large file is not shown: a text field of its size would stop the page. */
export function TextField({ value: { text, file }, onChange, error }: Props) {
  const { t } = useLingui()
  const [fault, setFault] = useState<string>()
  const take = async (chosen: File | null) => {
    if (!chosen) return
    const read = await readListFile(chosen)
    if ('text' in read) {
      setFault(undefined)
      onChange({ text: read.text, file: { name: chosen.name, size: chosen.size } })
    } else if (read.fault === 'too-large') {
      setFault(t`The file has more than ${formatBytes(mostUpload)}. Put it on a web server and give its address.`)
    } else setFault(t`The file is damaged: it cannot be unpacked.`)
  }
  return (
    <div className={classes.fields}>
      {!file && (
        <Textarea
          label={t`Text`}
          description={t`Paste it, one address or network a line or in any format below; or choose a file.`}
          classNames={{ input: classes.paste ?? '' }}
          rows={8}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={text ?? ''}
          onChange={(event) => onChange({ text: event.currentTarget.value || undefined, file: undefined })}
          error={fault ?? error}
        />
      )}
      <div className={classes.file}>
        {file ? (
          <>
            <span>
              <Trans>
                {file.name}, {formatBytes(file.size)}
              </Trans>
            </span>
            <Button variant="default" size="xs" onClick={() => onChange({ text: undefined, file: undefined })}>
              <Trans>Remove</Trans>
            </Button>
          </>
        ) : (
          <FileButton onChange={(chosen) => void take(chosen)}>
            {(props) => (
              <Button {...props} variant="default" size="xs">
                <Trans>Choose a file…</Trans>
              </Button>
            )}
          </FileButton>
        )}
      </div>
    </div>
  )
}
