import type { Job, MorePaths } from './contract'
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
export type { Job, JobLine, Schedule } from './contract'
export type JobList = MorePaths['/jobs']['get']['responses'][200]['content']['application/json']
export type ScheduleChange = MorePaths['/schedules/{task}']['patch']['requestBody']['content']['application/json']
export type JobState = Job['state']
