// Package schedule runs what must happen again and again, or when somebody asks for it, on exactly one of many replicas.
//
// A schedule is a row; a replica claims it with a lease and a fence, a number that grows with each claim. Whoever has lost its
// lease has an old fence, and the store refuses its writes: all of them, because the context of a run carries the fence, see
// [WithFence]. So a replica may be killed or paused at any moment.
//
// Start with [Runner], which runs a list of [Task] for one replica, and with [Jobs], which is what people do with them.
package schedule
