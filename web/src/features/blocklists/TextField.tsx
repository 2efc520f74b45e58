import { Trans, useLingui } from '@lingui/react/macro'
import { Button, FileButton, Textarea } from '@mantine/core'
import { useState } from 'react'
import { formatBytes } from '@/lib/bytes'
import classes from './blocklists.module.css'
import { mostUpload, readListFile } from './listFile'

interface Props {
  /** undefined while nothing was given. */
  value: string | undefined
  onChange: (text: string | undefined) => void
  error: string | undefined
}

/** A list that is pasted or read from a file. A large file is not shown: a text field of its size would stop the page. */
export function TextField({ value, onChange, error }: Props) {
  const { t } = useLingui()
  const [file, setFile] = useState<File>()
  const [fault, setFault] = useState<string>()
  const take = async (chosen: File | null) => {
    if (!chosen) return
    const read = await readListFile(chosen)
    if ('text' in read) {
      setFile(chosen)
      setFault(undefined)
      onChange(read.text)
    } else if (read.fault === 'too-large') {
      setFault(t`The file has more than ${formatBytes(mostUpload)}. Put it on a web server and give its address.`)
    } else setFault(t`The file is damaged: it cannot be unpacked.`)
  }
  const remove = () => {
    setFile(undefined)
    onChange(undefined)
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
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
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
            <Button variant="default" size="xs" onClick={remove}>
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
