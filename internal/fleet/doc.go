// Package fleet looks after hosts: which there are, which of them this process holds, and how they are.
//
// Start with [Fleet]. A process makes a host known that it can reach with [Fleet.Add]; [Fleet.Run] holds it with a lease, or stands by
// while another replica does, and polls what it holds. What it learns is stored and told to browsers. Other packages reach a host through
// [Fleet.Host], ours or through the replica that holds it, and follow those that are held with [Fleet.Tend]. What is asked of a host is
// left to package host, bans and jails to the packages of that name.
package fleet
