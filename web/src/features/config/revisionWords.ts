import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { RevisionPhase, RevisionStep } from '@/api/types'
import type { Tone } from '@/ui/StatusDot'

/** What the phases are called, and what they mean. */
export const phaseWords: Record<RevisionPhase, { name: MessageDescriptor; tone: Tone; means: MessageDescriptor }> = {
  checking: { name: msg`checking`, tone: 'idle', means: msg`It is being checked; nothing has been changed yet.` },
  changing: { name: msg`at work`, tone: 'warn', means: msg`Files and jails are being changed.` },
  waiting: {
    name: msg`waits for confirmation`,
    tone: 'warn',
    means: msg`It is in force, and is put back unless somebody confirms it.`,
  },
  undoing: { name: msg`being put back`, tone: 'warn', means: msg`Files and jails are being put back.` },
  applied: { name: msg`applied`, tone: 'ok', means: msg`It came into force and stayed.` },
  refused: { name: msg`refused`, tone: 'bad', means: msg`A check refused it; nothing was changed.` },
  rolled_back: { name: msg`put back`, tone: 'bad', means: msg`It failed, and everything was put back as it was.` },
  undone: {
    name: msg`taken back`,
    tone: 'idle',
    means: msg`It was called off, taken back or not confirmed in time; everything is as before.`,
  },
  stuck: { name: msg`needs a look`, tone: 'bad', means: msg`It could not be put back wholly. See what was left.` },
}

/** What the steps do. */
export const stepWords: Record<RevisionStep['name'], MessageDescriptor> = {
  rules: msg`Rules for names and texts`,
  hashes: msg`Nobody else changed the files`,
  findings: msg`Read the configuration as it would be`,
  client: msg`Compare with fail2ban’s own client`,
  trial: msg`Try it on a scratch server`,
  probe: msg`Try new expressions on lines made to keep them busy`,
  loss: msg`No bans are lost unasked`,
  stage: msg`Write the new files beside the old`,
  swap: msg`Exchange the files`,
  server: msg`Set an option of the server`,
  jail: msg`Change the jail`,
  verify: msg`Look whether all is as it should be`,
  settle: msg`Watch fail2ban for a while`,
  confirm: msg`Wait for confirmation`,
  put_back: msg`Put the files back`,
  server_back: msg`Set an option of the server back`,
  jail_back: msg`Put the jail back`,
  verify_back: msg`Look whether all is as before`,
}
