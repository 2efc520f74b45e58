/** How long a change can wait to be confirmed, in seconds; 0 is not at all. */
export const confirmTimes = [0, 60, 300, 600, 1800] as const

/** Whether one of the jails may be the one that guards the way in of whoever changes it. */
export function guardsAccess(jails: readonly string[]): boolean {
  return jails.some((jail) => /ssh|bangui|vpn|wireguard|recidive|manual/i.test(jail))
}
