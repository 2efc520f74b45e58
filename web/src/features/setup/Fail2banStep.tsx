import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { ConnectionTest } from './ConnectionTest'
import type { SetupFormState } from './form'

/** Where fail2ban is, tried while one types. */
export function Fail2banStep({ form, shown }: { form: SetupFormState; shown: boolean }) {
  const { t } = useLingui()
  const [socket, setSocket] = useState(form.getValues().fail2ban_socket)
  const [configDir, setConfigDir] = useState(form.getValues().fail2ban_config_dir)
  form.watch('fail2ban_socket', ({ value }) => setSocket(value))
  form.watch('fail2ban_config_dir', ({ value }) => setConfigDir(value))
  return (
    <>
      <TextInput
        label={t`Socket`}
        description={t`The server that BanGUI watches and controls listens there.`}
        spellCheck={false}
        key={form.key('fail2ban_socket')}
        {...form.getInputProps('fail2ban_socket')}
      />
      <TextInput
        label={t`Configuration directory`}
        description={t`The directory with jail.conf.`}
        spellCheck={false}
        key={form.key('fail2ban_config_dir')}
        {...form.getInputProps('fail2ban_config_dir')}
      />
      {shown && <ConnectionTest token={form.getValues().token} socket={socket} configDir={configDir} />}
    </>
  )
}
