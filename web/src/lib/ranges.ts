/** The spans of time that figures can be asked for, as the API names them. */
export const ranges = ['24h', '7d', '30d', '365d'] as const

export type Range = (typeof ranges)[number]
