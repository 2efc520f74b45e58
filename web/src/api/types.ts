import type { components } from './schema.gen'

/** Names of the document's parts as the pages use them. */
type Schemas = components['schemas']

export type Session = Schemas['SessionBody']
export type SetupDefaults = Schemas['SetupDefaults']
export type Connection = Schemas['ConnectionBody']
export type Problem = Schemas['Problem']
export type Host = Schemas['HostBody']
export type JailStatus = Schemas['JailStatus']
export type JailDetail = Schemas['JailBody']
export type Ban = Schemas['BanBody']
export type Result = Schemas['BanResult']
export type Summary = Schemas['StatsSummary']

export type Replica = Schemas['ReplicaBody']
export type Database = Schemas['ReplicaList']['database']
export type Job = Schemas['JobBody']
export type JobLine = Schemas['JobLine']
export type JobList = Schemas['JobPage']
export type Schedule = Schemas['ScheduleBody']
export type ScheduleChange = Schemas['ScheduleChange']
export type JobState = Job['state']
