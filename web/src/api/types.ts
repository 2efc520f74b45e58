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
export type Allowance = Schemas['AllowanceBody']
/** An allowance as the page of an address tells it. */
export type Covering = Schemas['CoveringBody']
export type Allowed = Schemas['CreateAllowancesOutputBody']
export type AllowPreview = Schemas['PreviewAllowancesOutputBody']
/** How far the configuration of a host has the entries of the allow list without an end. */
export type Configured = Schemas['ConfiguredAllowancesOutputBody']
/** Why something must not be blocked. */
export type Protected = Schemas['ProtectedBody']
/** A named source of networks that are to be blocked. */
export type Blocklist = Schemas['BlocklistBody']
export type BlocklistChange = Schemas['BlocklistChange']
export type ListAlert = Schemas['BlocklistAlert']
/** What a block list has: in force, or waiting to be accepted. */
export type ListContents = Schemas['ListContents']
export type ListFormat = Schemas['ListFormat']
/** A list of the catalogue. */
export type ListOffer = Schemas['OfferBody']
/** One import of a list. */
export type ListImport = Schemas['ImportBody']
export type ListImportDetail = Schemas['ImportDetail']
export type ListEntry = Schemas['EntryBody']
export type ListPreview = Schemas['PreviewBody']
export type ListPreviewOrder = Schemas['PreviewOrder']
/** What was left out of a list, and why. */
export type ListDropped = Schemas['DroppedBody']
export type NewBlocklist = Schemas['NewBlocklist']
/** What a host is to block and what its kernel blocks. */
export type Enforcement = Schemas['EnforcementBody']
/** A list of it. */
export type EnforcedList = Schemas['EnforcedBody']
/** What block lists have of an address or network. */
export type Listed = Schemas['ListedBody']
/** Packets and bytes that were dropped over time, by list. */
export type Dropped = Schemas['DroppedSeries']
export type AllowanceResult = Schemas['AllowanceResult']
export type Why = Schemas['WhyBody']
export type WhyLine = Schemas['WhyLine']
export type Summary = Schemas['StatsSummary']
export type BanAmount = Schemas['BanAmount']
export type AddressReport = Schemas['AddressReport']
export type Neighbour = Schemas['NeighbourBody']

export type Replica = Schemas['ReplicaBody']
export type Database = Schemas['ReplicaList']['database']
export type Job = Schemas['JobBody']
export type JobLine = Schemas['JobLine']
export type JobList = Schemas['JobPage']
export type Schedule = Schemas['ScheduleBody']
export type ScheduleChange = Schemas['ScheduleChange']
export type JobState = Job['state']
export type Trend = Schemas['StatsTrend']
export type JailRanking = Schemas['JailRanking']
export type CountryRanking = Schemas['CountryRanking']
export type NetworkRanking = Schemas['NetworkRanking']
export type AddressRanking = Schemas['AddressRanking']
export type Geo = Schemas['GeoBody']
export type Config = Schemas['ConfigBody']
export type ConfigJail = Schemas['ConfigJail']
/** A filter or an action. */
export type ConfigDefinition = Schemas['ConfigDefinition']
export type ConfigFileStatus = Schemas['ConfigFileStatus']
export type ConfigFile = Schemas['ConfigFileBody']
export type ConfigFinding = Schemas['ConfigFinding']
export type ConfigCounts = Schemas['ConfigCounts']
export type ConfigPart = Schemas['ConfigPart']
/** A filter or an action as a jail uses it. */
export type ConfigUse = Schemas['ConfigUse']
export type ConfigSetOption = Schemas['ConfigSetOption']
export type ConfigValue = Schemas['ConfigValue']
export type ConfigPlace = Schemas['ConfigPlace']
/** What there is to know about an option, whatever it is set to. */
export type ConfigOption = Schemas['ConfigOption']
/** What somebody is about to change on a host. */
export type Draft = Schemas['DraftBody']
export type DraftFile = Schemas['DraftBodyFile']
export type DraftCheck = Schemas['DraftCheck']
export type DraftObjection = Schemas['DraftObjection']
export type DraftJailPlan = Schemas['DraftJailPlan']
export type DraftServerPlan = Schemas['DraftServerPlan']
/** A change of a configuration that was applied, or tried. */
export type Revision = Schemas['RevisionBody']
export type RevisionDetail = Schemas['RevisionDetail']
export type RevisionStep = Schemas['RevisionStep']
export type RevisionDiff = Schemas['RevisionDiff']
export type RevisionPhase = Revision['phase']
export type ByHand = Schemas['ByHandFile']

export type Bench = Schemas['BenchBody']
export type BenchJail = Schemas['BenchJail']
export type Expressions = Schemas['Expressions']
export type TestOrder = Schemas['TestBody']
export type TestResult = Schemas['TestResult']
export type TestedLine = Schemas['TestedLine']
export type Refusal = Schemas['Refusal']
export type RehearsalOrder = Schemas['RehearseBody']
export type RehearsalLine = Schemas['RehearsalLine']
export type RehearsalProgress = Schemas['RehearsalProgress']
export type RehearsalReport = Schemas['RehearsalReport']
export type RehearsalSide = Schemas['RehearsalSide']
export type Offender = Schemas['Offender']
export type Sentence = Schemas['Sentence']
export type LogPage = Schemas['LogPage']
export type LogRecord = Schemas['LogRecord']
/** What a jail finds on a host if it is enabled. */
export type Activation = Schemas['ActivationBody']
export type ActivationNeed = Schemas['ActivationNeed']
export type ActivationRemedy = Schemas['ActivationRemedy']
/** What is in force for fail2ban as a whole. */
export type ServerInForce = Schemas['ServerBody']
