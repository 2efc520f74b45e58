import '@mantine/core/styles/Notification.layer.css'
import '@mantine/notifications/styles.layer.css'
import { Notifications } from '@mantine/notifications'

/** Where short messages appear; a chunk of its own that comes with the first of them. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={4} />
}
