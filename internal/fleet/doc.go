// Package fleet looks after hosts: which there are, which of them this process holds, and how they are.
//
// Start with [Fleet]. A process takes a host over with [Fleet.Add] and polls it in [Fleet.Run]; what it learns is stored and told
// to browsers. Other packages reach a host through [Fleet.Host] and follow those that are held with [Fleet.Tend]. What is asked of
// a host is left to package host, bans and jails to the packages of that name.
package fleet
