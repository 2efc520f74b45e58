import { useEffect } from 'react'

const channelName = 'bangui.session'

/** Tells the other tabs of this browser that nobody is signed in any more. */
export function tellSignedOut(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage('signed-out')
  channel.close()
}

/** Loads the page anew when another tab signs out, which leads to sign-in and leaves nothing of the session in memory. */
export function useSignOutElsewhere(): void {
  useEffect(() => {
    const channel = new BroadcastChannel(channelName)
    channel.onmessage = () => location.reload()
    return () => channel.close()
  }, [])
}
